import type {
  CancelledOrder,
  ConfirmedOrder,
  OrderItem,
  OrderLine,
  OrderState,
  PendingOrder,
  RejectedOrder,
} from './order.ts';
import type { Outcome } from './outcome.ts';
import { totalCentsOf } from './total.ts';

/** Every change that an order can make. The functions below are the only places that make one. */
export const transitions: Readonly<Record<OrderState, readonly OrderState[]>> = {
  PENDING: ['CONFIRMED', 'REJECTED'],
  CONFIRMED: ['CANCELLED'],
  REJECTED: [],
  CANCELLED: [],
};

export interface NewOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly OrderItem[];
  readonly createdAt: Date;
}

/** An order as it begins. */
export function place(order: NewOrder): PendingOrder {
  return { ...order, state: 'PENDING', sequence: 1n };
}

/** `PENDING` becomes what its reservation came to. */
export function decide(order: PendingOrder, outcome: Outcome): ConfirmedOrder | RejectedOrder {
  const sequence = order.sequence + 1n;
  if (outcome.kind === 'rejected') {
    return { ...order, state: 'REJECTED', sequence, rejection: outcome.rejection };
  }
  const items = order.items.map((item) => priced(item, outcome.unitPricesCents));
  return { ...order, state: 'CONFIRMED', sequence, items, totalCents: totalCentsOf(items) };
}

/** `PENDING` becomes `REJECTED`, because it could not be finished in time. */
export function refuse(order: PendingOrder): RejectedOrder {
  const sequence = order.sequence + 1n;
  return { ...order, state: 'REJECTED', sequence, rejection: { reason: 'NOT_IN_TIME' } };
}

/** `CONFIRMED` becomes `CANCELLED`. */
export function cancel(order: ConfirmedOrder): CancelledOrder {
  return { ...order, state: 'CANCELLED', sequence: order.sequence + 1n };
}

function priced(item: OrderItem, unitPricesCents: ReadonlyMap<string, bigint>): OrderLine {
  const unitPriceCents = unitPricesCents.get(item.sku);
  if (unitPriceCents === undefined) {
    throw new Error(`the reservation has no price for ${item.sku}`);
  }
  return { ...item, unitPriceCents };
}
