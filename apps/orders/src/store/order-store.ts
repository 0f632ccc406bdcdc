import type { CallOptions } from '@ballast/persistence';
import type {
  CancelledOrder,
  ConfirmedOrder,
  Order,
  OrderItem,
  OrderState,
  PendingOrder,
  RejectedOrder,
} from '../domain/order.ts';
import type { PagePosition } from '../domain/page-token.ts';

export interface PlaceCommand {
  readonly orderId: string;
  readonly customerId: string;
  readonly idempotencyKey: string;
  readonly items: readonly OrderItem[];
}

export type Placed =
  /** Written now, with the intent to fulfil it, which is held for the caller. */
  | { readonly kind: 'placed'; readonly order: PendingOrder; readonly intentId: bigint }
  /** The key is known, and this is what came of its first request. */
  | { readonly kind: 'replay'; readonly orderId: string }
  /** The key is known with another request. */
  | { readonly kind: 'mismatch' };

/** What is still to be done for an order after a change of it. */
export type Intent = 'order.fulfil' | 'order.release';

/** What a pending order became. */
export interface Decision {
  readonly to: ConfirmedOrder | RejectedOrder;
  /** The intent that is done with it. */
  readonly intentId: bigint;
}

/** The end of a pending order that could not be finished in time. */
export interface Refusal {
  readonly to: RejectedOrder;
  /** The intent to fulfil it, which is given up with it. */
  readonly intentId: bigint;
  /** Forgotten with it. */
  readonly idempotencyKey: string;
}

export interface OrderChange {
  readonly sequence: bigint;
  readonly state: OrderState;
  readonly occurredAt: Date;
  /** Empty unless it was rejected. */
  readonly rejectionReason: string;
  /** Of the call that made it, where it had one. */
  readonly trace?: string | undefined;
}

export interface OrderPage {
  readonly customerId: string;
  readonly after: PagePosition | undefined;
  readonly limit: number;
}

/**
 * Where orders are kept, each with its changes and with what is still to be done for it. All methods
 * reject with a StatusError where the database is away or busy, and where the call ends first (see
 * `Database` of @ballast/persistence); a change may then have been made or not.
 */
export interface OrderStore {
  /** One transaction: the key, the order, its first change, the intent to fulfil it. */
  place(command: PlaceCommand, call: CallOptions): Promise<Placed>;
  find(orderId: string, call: CallOptions): Promise<Order | undefined>;
  /** Newest first. */
  list(page: OrderPage, call: CallOptions): Promise<Order[]>;
  /**
   * One transaction: the decision, its change, and the intent is done.
   *
   * @returns false where the order had changed before: then only the intent is done.
   */
  decide(decision: Decision, call: CallOptions): Promise<boolean>;
  /**
   * One transaction: the refusal, its change, the intent to fulfil it is given up, its key is
   * forgotten, and the intent to release what was reserved, for the relay.
   *
   * @returns false where the order had changed before: then nothing is done.
   */
  refuse(refusal: Refusal, call: CallOptions): Promise<boolean>;
  /**
   * One transaction: the cancellation, its change, the intent to release the stock, which is held
   * for the caller.
   *
   * @returns the intent's id; undefined where the order had changed before: then nothing is done.
   */
  cancel(to: CancelledOrder, call: CallOptions): Promise<bigint | undefined>;
  /** What an intent wanted is done. */
  complete(intent: Intent, intentId: bigint, call: CallOptions): Promise<void>;
  /** The relay may do at once what an intent wants. */
  handOver(intent: Intent, intentId: bigint, call: CallOptions): Promise<void>;
  /** Every change of an order after a sequence number, those that were and those that come. */
  follow(orderId: string, afterSequence: bigint, signal: AbortSignal): AsyncIterable<OrderChange>;
  /** Forgets at most 1000 idempotency keys whose time is over; returns how many. */
  forgetKeys(call: CallOptions): Promise<number>;
}
