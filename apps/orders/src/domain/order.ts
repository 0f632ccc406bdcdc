/** A wanted quantity of one sku. */
export interface OrderItem {
  readonly sku: string;
  /** Units, 1 or more. */
  readonly quantity: number;
}

/** An item with the price fixed for it when its stock was reserved. */
export interface OrderLine extends OrderItem {
  /** Price of one unit, in cents; 0 until the stock is reserved. */
  readonly unitPriceCents: bigint;
}

/** Why the stock of an item could not be had. */
export interface Shortage {
  readonly sku: string;
  /** Units that were wanted. */
  readonly requested: number;
  /** Units that could be had. */
  readonly available: bigint;
  readonly unknownSku: boolean;
}

/** Why an order was rejected; `reason` is a constant name that callers may compare. */
export type Rejection =
  | {
      readonly reason: 'INSUFFICIENT_STOCK' | 'UNKNOWN_SKU';
      readonly shortages: readonly Shortage[];
    }
  /** The stock was held, and went back before the order could be confirmed. */
  | { readonly reason: 'RESERVATION_EXPIRED' | 'RESERVATION_RELEASED' }
  /** It could not be finished in time, and the policy says that it is refused then. */
  | { readonly reason: 'NOT_IN_TIME' };

interface Placed {
  readonly orderId: string;
  readonly customerId: string;
  readonly createdAt: Date;
  /** Number of the order's latest change, counted from 1 without gaps. */
  readonly sequence: bigint;
}

export interface PendingOrder extends Placed {
  readonly state: 'PENDING';
  readonly items: readonly OrderItem[];
}

export interface ConfirmedOrder extends Placed {
  readonly state: 'CONFIRMED';
  readonly items: readonly OrderLine[];
  readonly totalCents: bigint;
}

export interface RejectedOrder extends Placed {
  readonly state: 'REJECTED';
  readonly items: readonly OrderItem[];
  readonly rejection: Rejection;
}

export interface CancelledOrder extends Placed {
  readonly state: 'CANCELLED';
  readonly items: readonly OrderLine[];
  readonly totalCents: bigint;
}

/** An order, in one of its states: `PENDING` becomes `CONFIRMED` or `REJECTED`, `CONFIRMED` may become `CANCELLED`. */
export type Order = PendingOrder | ConfirmedOrder | RejectedOrder | CancelledOrder;

export type OrderState = Order['state'];

/** True where no change can come any more. */
export function isFinal(state: OrderState): boolean {
  return state === 'REJECTED' || state === 'CANCELLED';
}
