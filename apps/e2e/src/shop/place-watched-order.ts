import { waitUntil } from '../wait-until.ts';
import type { Item, Shop, ShownOrder } from './shop.ts';
import { watchOrderAgainAndAgain, type OrderWatch } from './watch-order.ts';

/** An order that is CONFIRMED, and a watch that has seen it. */
export interface WatchedOrder extends AsyncDisposable {
  readonly orderId: string;
  readonly watch: OrderWatch;
}

/** Asks again where a busy machine had no time for it. */
export async function placeWatchedOrder(
  shop: Shop,
  order: { readonly customerId: string; readonly items: readonly Item[] },
): Promise<WatchedOrder> {
  // One key: however often it is asked for, it is one order.
  const key = order.customerId;
  const { orderId } = await waitUntil('the order is taken', async () => {
    const { status, json } = await shop.placeOrder({ ...order, key });
    return status < 300 ? (json as ShownOrder) : undefined;
  });
  const watch = watchOrderAgainAndAgain(shop, orderId);
  await watch.untilSeen('2');
  return { orderId, watch, [Symbol.asyncDispose]: () => watch[Symbol.asyncDispose]() };
}
