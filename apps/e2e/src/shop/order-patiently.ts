import { setTimeout as delay } from 'node:timers/promises';
import type { OrderRequest, Shop, ShownOrder } from './shop.ts';

/** How an order was decided, as its buyer was told. */
export interface Decision {
  readonly state: ShownOrder['state'];
  /** Why it was rejected; empty otherwise. */
  readonly reason: string;
}

/**
 * Orders as a good client does in a crowd: where the shop is too busy it asks again, with the same key;
 * where the order is decided later (202) it watches until it is.
 *
 * @throws Error for any other answer.
 */
export async function orderPatiently(
  shop: Shop,
  order: OrderRequest & { readonly key: string },
): Promise<Decision> {
  for (;;) {
    const { status, text, json } = await shop.placeOrder(order);
    if (status === 503) {
      await delay(100);
      continue;
    }
    if (status === 409) {
      return { state: 'REJECTED', reason: (json as { reason: string }).reason };
    }
    if (status !== 200 && status !== 201 && status !== 202) throw new Error(`${status} ${text}`);
    const { state, orderId } = json as ShownOrder;
    return state === 'PENDING' ? watchDecision(shop, orderId) : { state, reason: '' };
  }
}

/** Where the stream ends before it is decided, or was not to be had in time, watches again. */
async function watchDecision(shop: Shop, orderId: string): Promise<Decision> {
  for (;;) {
    using stream = await shop.watchOrder(orderId, '1');
    const { status } = stream;
    if (status !== 200 && status !== 503 && status !== 504)
      throw new Error(`the order's events: ${status}`);
    const event = status === 200 ? await stream.next() : undefined;
    const { state, rejectionReason = '' } = JSON.parse(event?.data ?? '{}') as {
      state?: ShownOrder['state'];
      rejectionReason?: string;
    };
    if (state !== undefined) return { state, reason: rejectionReason };
    await delay(100);
  }
}
