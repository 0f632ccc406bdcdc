import { createGate, waitUntil } from '@ballast/testing';
import { expect, test } from 'vitest';
import { anOrder } from '../../test/ask.ts';
import { openConnection } from '../../test/raw-connection.ts';
import { readEvents } from '../../test/read-events.ts';
import { startShop } from '../../test/shop.ts';
import type { Shop } from '../../test/shop.ts';

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const post = (body: string): string =>
  'POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n' +
  `Idempotency-Key: k\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** Begins to drain; resolves when new connections are no longer taken. */
async function startDrain(shop: Shop): Promise<{ done: Promise<void> }> {
  const done = shop.gateway.drain();
  for (;;) {
    const connection = await openConnection(shop.url).catch(() => undefined);
    if (connection === undefined) return { done };
    await connection[Symbol.asyncDispose]();
  }
}

test('a request in flight is answered, and its connection closed with the answer', async () => {
  await using shop = await startShop();
  const [started, goOn] = [createGate(), createGate()];
  shop.orders.replace({
    listOrders: async () => {
      started.open();
      await goOn.opened;
      return { orders: [], nextPageToken: '' };
    },
  });
  await using connection = await openConnection(shop.url);
  connection.send(get('/v1/orders?customerId=ada'));
  await started.opened;
  const { done } = await startDrain(shop);
  goOn.open();
  const answer = await connection.end;
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(answer.toLowerCase()).toContain('\r\nconnection: close\r\n');
  await done;
});

test('an idle connection still has its last request answered', async () => {
  await using shop = await startShop();
  await using connection = await openConnection(shop.url);
  connection.send(get('/livez'));
  await connection.until(/\{"status":"ok"\}/);
  const { done } = await startDrain(shop);
  connection.send(post(JSON.stringify(anOrder)));
  const answer = await connection.end;
  expect(answer).toMatch(/^HTTP\/1\.1 201 Created/);
  expect(answer.toLowerCase()).toContain('\r\nconnection: close\r\n');
  await done;
});

test('a connection that says nothing is let go when its time is up', async () => {
  await using shop = await startShop({ keepAliveTimeoutMs: 1000, drainGraceMs: 60_000 });
  await using connection = await openConnection(shop.url);
  const { done } = await startDrain(shop);
  expect(await connection.end).toBe('');
  await done;
});

test('what does not end in time is cut off', async () => {
  await using shop = await startShop({ drainGraceMs: 200 });
  const started = createGate();
  shop.orders.replace({
    listOrders: () => {
      started.open();
      return new Promise(() => undefined);
    },
  });
  await using connection = await openConnection(shop.url);
  connection.send(get('/v1/orders?customerId=ada'));
  await started.opened;
  await shop.gateway.drain();
  expect(await connection.end).toBe('');
});

test('event streams end, and so does the watch behind them', async () => {
  await using shop = await startShop();
  await using events = await readEvents(`${shop.url}/v1/products/events`);
  await waitUntil(() => shop.inventory.watches() === 1, { what: 'the stock is watched' });
  await shop.gateway.drain();
  expect(await events.rest()).toMatch(/^retry: \d+\n\n$/);
  await waitUntil(() => shop.inventory.watches() === 0, { what: 'nobody watches' });
});

test('a browser that opens a stream just then is sent away kindly', async () => {
  await using shop = await startShop();
  await using connection = await openConnection(shop.url);
  connection.send(get('/livez'));
  await connection.until(/\{"status":"ok"\}/);
  const { done } = await startDrain(shop);
  connection.send(get('/v1/products/events'));
  expect(await connection.end).toMatch(/^HTTP\/1\.1 200 OK[^]*retry: 1000\n\n/);
  await done;
});

test('draining twice is draining once', async () => {
  await using shop = await startShop();
  await Promise.all([shop.gateway.drain(), shop.gateway.drain()]);
});
