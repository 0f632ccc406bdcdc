import assert from 'node:assert/strict';
import type { World } from '../world.ts';
import type { ShownOrder } from '../shop/shop.ts';
import type { LoadReport } from './start-load.ts';

/** `1234 requests, 3 failed (2 × 503 UNAVAILABLE, 1 × ECONNRESET)` */
export function describeFailures({ requests, failures }: LoadReport): string {
  const total = [...failures.values()].reduce((sum, count) => sum + count, 0);
  const kinds = [...failures].map(([kind, count]) => `${count} × ${kind}`).join(', ');
  return `${requests} requests, ${total} failed${kinds && ` (${kinds})`}`;
}

/**
 * Every key that was sent is exactly one order of the customer, the one that was answered for; the
 * shop knows of no other.
 */
export async function assertNothingLost(
  { shop }: World,
  customerId: string,
  { orders, givenUp }: LoadReport,
): Promise<void> {
  assert.deepEqual(givenUp, [], 'every request was answered at last');
  const answered = [...orders.values()].sort();
  assert.equal(new Set(answered).size, answered.length, 'each key has an order of its own');
  const listed: string[] = [];
  let pageToken = '';
  do {
    const { status, text, json } = await shop.listOrders({
      customerId,
      pageSize: '100',
      pageToken,
    });
    assert.equal(status, 200, text);
    const page = json as { orders: ShownOrder[]; nextPageToken?: string };
    listed.push(...page.orders.map(({ orderId }) => orderId));
    pageToken = page.nextPageToken ?? '';
  } while (pageToken !== '');
  assert.deepEqual(listed.sort(), answered);
}
