import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createShop } from '../shop/shop.ts';
import { describeFailures } from './load-report.ts';
import { startLoad } from './start-load.ts';

/** A shop that answers the nth request for each key as told, and reads well. */
async function startShop(place: (response: ServerResponse, attempt: number) => void) {
  const attempts = new Map<string, number>();
  const server = createServer((request, response) => {
    const key = String(request.headers['idempotency-key'] ?? '');
    if (key === '') {
      response.end('{}');
      return;
    }
    attempts.set(key, (attempts.get(key) ?? 0) + 1);
    response.setHeader('content-type', 'application/json');
    place(response, attempts.get(key) ?? 0);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    shop: createShop(`http://127.0.0.1:${port}`),
    attempts,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const load = { customerId: 'c', items: [{ sku: 's', quantity: 1 }], clients: 2 };

test('what may be asked for again is asked for again with the same key, and counted', async () => {
  using server = await startShop((response, attempt) => {
    if (attempt === 1) response.writeHead(503).end('{"reason":"BUSY"}');
    else if (attempt === 2) response.destroy();
    else response.writeHead(201).end('{"orderId":"o"}');
  });
  await using running = startLoad({ ...load, shop: server.shop, maxOrders: 2 });
  await running.more(2);
  const report = await running.stop();
  expect(Object.fromEntries(report.failures)).toEqual({ '503 BUSY': 2, ECONNRESET: 2 });
  expect([...report.orders.keys()]).toEqual(expect.arrayContaining(['c-1', 'c-2']));
  expect([...server.attempts.values()]).toEqual([3, 3]);
  expect(describeFailures(report)).toBe('8 requests, 4 failed (2 × 503 BUSY, 2 × ECONNRESET)');
});

test('what is refused for good is not asked for again, and the key is given up', async () => {
  using server = await startShop((response) => response.writeHead(500).end('{}'));
  await using running = startLoad({ ...load, shop: server.shop, maxOrders: 1 });
  const report = await running.stop();
  expect(report).toMatchObject({ requests: 1, givenUp: ['c-1'] });
});

test('whoever waits for more than there will be is told', async () => {
  using server = await startShop((response) => response.writeHead(201).end('{"orderId":"o"}'));
  await using running = startLoad({ ...load, shop: server.shop, maxOrders: 2 });
  await expect(running.more(5)).rejects.toThrow('the load ended 3 orders too early');
});
