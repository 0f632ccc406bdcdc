import { OrderState } from '@ballast/contracts';
import type { Order as OrderMessage, WatchOrderResponse } from '@ballast/contracts';
import type { Order } from '../domain/order.ts';
import type { OrderChange } from '../store/order-store.ts';

const states = {
  PENDING: OrderState.ORDER_STATE_PENDING,
  CONFIRMED: OrderState.ORDER_STATE_CONFIRMED,
  REJECTED: OrderState.ORDER_STATE_REJECTED,
  CANCELLED: OrderState.ORDER_STATE_CANCELLED,
} as const satisfies Record<Order['state'], OrderState>;

export function toOrderMessage(order: Order): OrderMessage {
  const { orderId, customerId, createdAt, sequence } = order;
  return {
    ...{ orderId, customerId, createdAt, sequence },
    state: states[order.state],
    items: order.items.map((item) => ({ unitPriceCents: 0n, ...item })),
    totalCents: 'totalCents' in order ? order.totalCents : 0n,
    rejectionReason: order.state === 'REJECTED' ? order.rejection.reason : '',
  };
}

export function toChangeMessage({ state, trace: _, ...change }: OrderChange): WatchOrderResponse {
  return { ...change, state: states[state] };
}
