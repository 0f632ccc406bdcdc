import type { CallOptions } from '@ballast/persistence';
import type { Notification } from '../domain/order-event.ts';
import type { PagePosition } from '../domain/page-token.ts';

/** Whose messages. */
export type Subject =
  | { readonly kind: 'order'; readonly orderId: string }
  | { readonly kind: 'customer'; readonly customerId: string };

export interface NotificationPage {
  readonly subject: Subject;
  readonly after: PagePosition | undefined;
  readonly limit: number;
}

/**
 * Where messages are kept. Both methods reject with a StatusError where the database is away or busy,
 * and where the call ends first (see `Database` of @ballast/persistence).
 */
export interface NotificationStore {
  /** Keeps those that are not known by order and sequence number; tells how many were new. */
  record(notifications: readonly Notification[], call: CallOptions): Promise<number>;
  /** Newest first. */
  list(page: NotificationPage, call: CallOptions): Promise<Notification[]>;
}
