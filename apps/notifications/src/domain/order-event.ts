/** How an order stands; `UNKNOWN` is a state that a newer orders service has. */
export type OrderState = 'PENDING' | 'CONFIRMED' | 'REJECTED' | 'CANCELLED' | 'UNKNOWN';

/** One change of an order, as it is told here. */
export interface OrderEvent {
  readonly orderId: string;
  /** Counts the changes of this order from 1. */
  readonly sequence: bigint;
  readonly customerId: string;
  readonly state: OrderState;
  /** The whole price, in cents; 0 while it is not known. */
  readonly totalCents: bigint;
  /** Why it was rejected, a constant name; empty otherwise. */
  readonly rejectionReason: string;
  readonly occurredAt: Date;
}

/** What a buyer is told of one change. */
export interface Notification {
  readonly orderId: string;
  readonly sequence: bigint;
  readonly customerId: string;
  readonly state: OrderState;
  readonly text: string;
  readonly occurredAt: Date;
}
