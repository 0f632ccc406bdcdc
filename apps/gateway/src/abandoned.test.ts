// Browsers that leave without a word must leave nothing behind.
import { measureHeapBytes, waitUntil } from '@ballast/testing';
import { expect, test } from 'vitest';
import { place } from '../test/ask.ts';
import { openConnection } from '../test/raw-connection.ts';
import { startShop } from '../test/shop.ts';
import type { Shop } from '../test/shop.ts';

const warmUp = 200;
const atOnce = 50;

// Node's HTTP/2 servers close a connection on which more than 1000 streams are reset at once
// (streamResetBurst), and grpc-js has no option for it: two replicas bear twice as many.
const replicas = 2;

test.each([
  [1500, 'streams of products', '/v1/products/events', /retry: /],
  [600, 'streams of an order', '/v1/orders/order-1/events', /"CONFIRMED"/],
])('%i abandoned %s leave no handle, and no memory', async (rounds, _what, path, started) => {
  await using shop = await startShop({ replicas, keepAliveTimeoutMs: 1000 });
  await place(shop.url);
  const abandon = async (): Promise<void> => {
    await using connection = await openConnection(shop.url);
    connection.send(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await connection.until(started);
  };
  const { before, after } = await measure(shop, rounds, abandon);
  expect(shop.orders.watches()).toBe(0);
  expect(after.heapBytes).toBeLessThan(before.heapBytes * 1.1);
  expect(after.handles).toBeLessThanOrEqual(before.handles);
});

test('600 abandoned calls leave no handle, and no memory', async () => {
  await using shop = await startShop({ replicas, keepAliveTimeoutMs: 1000 });
  let open = 0;
  let opened = 0;
  shop.orders.replace({
    listOrders: async (_request, { signal }) => {
      open += 1;
      opened += 1;
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      open -= 1;
      throw signal.reason;
    },
  });
  const abandon = async (): Promise<void> => {
    await using connection = await openConnection(shop.url);
    const before = opened;
    connection.send('GET /v1/orders?customerId=ada HTTP/1.1\r\nHost: x\r\n\r\n');
    await waitUntil(() => opened > before, { what: 'the call has reached the service' });
  };
  const { before, after } = await measure(shop, 600, abandon);
  await waitUntil(() => open === 0, { what: 'every call has ended' });
  expect(after.heapBytes).toBeLessThan(before.heapBytes * 1.1);
  expect(after.handles).toBeLessThanOrEqual(before.handles);
});

async function measure(shop: Shop, rounds: number, abandon: () => Promise<void>) {
  await repeat(warmUp, abandon);
  const before = await settle(shop);
  await repeat(rounds, abandon);
  return { before, after: await settle(shop) };
}

async function repeat(times: number, work: () => Promise<void>): Promise<void> {
  for (let done = 0; done < times; done += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, work));
  }
}

async function settle(shop: Shop): Promise<{ heapBytes: number; handles: number }> {
  const isQuiet = (): boolean => shop.orders.watches() + shop.inventory.watches() === 0;
  await waitUntil(isQuiet, { what: 'nobody watches' });
  const heapBytes = await measureHeapBytes();
  return { heapBytes, handles: process.getActiveResourcesInfo().length };
}
