import type { CallOptions } from '@ballast/persistence';
import type { OrderState } from '../domain/order.ts';

/** A change of an order with what a listener wants to know of it, and its place among all changes. */
export interface ToldChange {
  readonly position: Position;
  readonly orderId: string;
  readonly sequence: bigint;
  readonly customerId: string;
  readonly state: OrderState;
  readonly totalCents: bigint;
  /** Empty unless it was rejected. */
  readonly rejectionReason: string;
  readonly occurredAt: Date;
  /** Of the call that made it, where it had one. */
  readonly trace: string | undefined;
}

/** A place among the changes of all orders: the transaction that wrote, and the row. */
export interface Position {
  readonly xid: string;
  readonly id: bigint;
}

/**
 * How far a listener has been told of what happens to orders; it outlives every process. One process
 * at a time holds it. All methods reject with the database's StatusError.
 */
export interface ToldCursor {
  /**
   * Holds the cursor for `holdMs` from now.
   *
   * @returns false while another process holds it.
   */
  hold(holdMs: number, call: CallOptions): Promise<boolean>;
  /** What comes after the cursor, in order, at most `limit`. */
  read(limit: number, call: CallOptions): Promise<readonly ToldChange[]>;
  /**
   * All up to here is told.
   *
   * @returns false where another process has taken the cursor meanwhile; it tells the same again.
   */
  advance(to: Position, call: CallOptions): Promise<boolean>;
  /** Another process may hold it at once. */
  release(call: CallOptions): Promise<void>;
}
