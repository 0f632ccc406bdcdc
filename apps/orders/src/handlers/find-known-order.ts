import type { CallContext } from '@ballast/server';
import { notFound } from '@ballast/status';
import { isOrderId } from '../domain/order-id.ts';
import type { Order } from '../domain/order.ts';
import type { OrderStore } from '../store/order-store.ts';

/** @throws NOT_FOUND (`UNKNOWN_ORDER`) where there is none. */
export async function findKnownOrder(
  store: OrderStore,
  orderId: string,
  context: CallContext,
): Promise<Order> {
  const order = isOrderId(orderId) ? await store.find(orderId, context) : undefined;
  if (order !== undefined) return order;
  throw notFound(`no order ${orderId}`, { reason: 'UNKNOWN_ORDER' });
}
