import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ClusterError } from './cluster-error.ts';

/** How long it is tried. */
export interface FirstOrderTimes {
  /** From the first try to the last: every pod is ready by then, but the catalogue comes last. */
  readonly patienceMs: number;
  /** More than the gateway itself takes before it says 504. */
  readonly answerWithinMs: number;
}

const usualTimes: FirstOrderTimes = { patienceMs: 30_000, answerWithinMs: 10_000 };

/**
 * Orders one piece of the first product there is, as proof that all of it works together.
 *
 * @returns the order's id, once it is CONFIRMED
 */
export async function placeFirstOrder(
  shopUrl: string,
  { patienceMs, answerWithinMs }: FirstOrderTimes = usualTimes,
): Promise<string> {
  const endMs = performance.now() + patienceMs;
  const key = randomUUID();
  for (;;) {
    try {
      return await orderOne(shopUrl, key, answerWithinMs);
    } catch (error) {
      if (performance.now() > endMs) {
        throw new ClusterError(`the shop takes no order: ${(error as Error).message}`, {
          cause: error,
        });
      }
    }
    await delay(100);
  }
}

async function orderOne(shopUrl: string, key: string, answerWithinMs: number): Promise<string> {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${shopUrl}${path}`, { ...init, signal: AbortSignal.timeout(answerWithinMs) });
  const products = (await (await ask('/v1/products')).json()) as {
    products?: { sku: string; available: number }[];
  };
  const product = products.products?.find(({ available }) => available > 0);
  if (product === undefined) throw new Error('there is nothing to buy');
  const answer = await ask('/v1/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({
      customerId: 'cluster-up',
      items: [{ sku: product.sku, quantity: 1 }],
    }),
  });
  const text = await answer.text();
  const { orderId, state } = JSON.parse(text) as { orderId?: string; state?: string };
  if (orderId === undefined || state !== 'CONFIRMED') throw new Error(text);
  return orderId;
}
