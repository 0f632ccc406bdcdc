// Browsers that leave without a word must leave nothing behind.
import { EventEmitter, once } from 'node:events';
import { measureHeapBytes } from '@ballast/testing';
import { expect, test, vi } from 'vitest';
import { place } from '../test/ask.ts';
import { openConnection } from '../test/raw-connection.ts';
import { startShop } from '../test/shop.ts';
import type { Shop } from '../test/shop.ts';

const warmUp = 100;
const atOnce = 50;

test.each([
  [600, 'streams of products', '/v1/products/events', /retry: /],
  [300, 'streams of an order', '/v1/orders/order-1/events', /"CONFIRMED"/],
])('%i abandoned %s leave no handle, and no memory', async (rounds, _what, path, started) => {
  await using shop = await startShop({ keepAliveTimeoutMs: 1000 });
  await place(shop.url);
  const abandon = async (): Promise<void> => {
    await using connection = await openConnection(shop.url);
    connection.send(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await connection.until(started);
  };
  await expectNothingLeft(shop, rounds, abandon);
});

test('300 abandoned calls leave no handle, and no memory', async () => {
  await using shop = await startShop({ keepAliveTimeoutMs: 1000 });
  const open = new EventEmitter().setMaxListeners(0);
  shop.orders.replace({
    getOrder: async ({ orderId }, { signal }) => {
      open.emit(orderId);
      if (!signal.aborted) await once(signal, 'abort');
      throw signal.reason;
    },
  });
  let calls = 0;
  const abandon = async (): Promise<void> => {
    await using connection = await openConnection(shop.url);
    const orderId = `order-${(calls += 1)}`;
    connection.send(`GET /v1/orders/${orderId} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await once(open, orderId);
  };
  await expectNothingLeft(shop, 300, abandon);
});

// On a machine with much else to do.
vi.setConfig({ testTimeout: 60_000 });

/** Resources that are open, and bytes that are in use. */
interface Footprint {
  readonly watches: number;
  readonly handles: number;
  readonly heapBytes: number;
}

async function expectNothingLeft(
  shop: Shop,
  rounds: number,
  abandon: () => Promise<void>,
): Promise<void> {
  const measure = async (): Promise<Footprint> => ({
    handles: process.getActiveResourcesInfo().length,
    watches: shop.orders.watches() + shop.inventory.watches(),
    heapBytes: await measureHeapBytes(),
  });
  await repeat(warmUp, abandon);
  const before = await measure();
  await repeat(rounds, abandon);
  // What is closed is not forgotten at once: timers of a second keep some of it a little longer.
  const deadline = Date.now() + 8000;
  let after = await measure();
  while (!isBack(before, after) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    after = await measure();
  }
  expect({ before, after, isBack: isBack(before, after) }).toMatchObject({ isBack: true });
}

function isBack(before: Footprint, after: Footprint): boolean {
  return (
    after.watches === 0 &&
    after.handles <= before.handles &&
    after.heapBytes < before.heapBytes * 1.1
  );
}

async function repeat(times: number, work: () => Promise<void>): Promise<void> {
  for (let done = 0; done < times; done += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, work));
  }
}
