import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { placeFirstOrder } from './first-order.ts';

async function startShop(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const products = JSON.stringify({ products: [{ sku: 'mug', available: 3 }] });

test('a request that is not answered is given up, and asked again under the same key', async () => {
  const keys: unknown[] = [];
  const url = await startShop((request, response) => {
    if (request.method === 'GET') return void response.end(products);
    keys.push(request.headers['idempotency-key']);
    // Of the first one nothing is heard again.
    if (keys.length > 1) response.end('{"orderId":"o-1","state":"CONFIRMED"}');
  });
  expect(await placeFirstOrder(url, { patienceMs: 30_000, answerWithinMs: 300 })).toBe('o-1');
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
});

test('a shop that never answers is told by name, after its time', async () => {
  const url = await startShop(() => undefined);
  await expect(placeFirstOrder(url, { patienceMs: 0, answerWithinMs: 20 })).rejects.toThrow(
    'the shop takes no order: ',
  );
});
