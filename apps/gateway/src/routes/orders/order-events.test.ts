import { OrderState } from '@ballast/contracts';
import { unavailable } from '@ballast/status';
import { waitUntil } from '@ballast/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask, place } from '../../../test/ask.ts';
import { expectSchema, readOpenApi } from '../../../test/documented.ts';
import { readEvents } from '../../../test/read-events.ts';
import type { EventReader, ReceivedEvent } from '../../../test/read-events.ts';
import { startShop } from '../../../test/shop.ts';
import type { Shop } from '../../../test/shop.ts';

const { ORDER_STATE_CANCELLED: cancelled, ORDER_STATE_CONFIRMED: confirmed } = OrderState;
const path = '/v1/orders/order-1/events';
let shop: Shop;

beforeAll(async () => {
  shop = await startShop({ replicas: 2, heartbeatMs: 100, eventsRetryMs: 1234 });
});
beforeEach(async () => {
  shop.reset();
  await place(shop.url);
});
afterAll(() => shop[Symbol.asyncDispose]());

test('what was comes first, then what comes, then the end', async () => {
  await using events = await readEvents(shop.url + path);
  expect(events.response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  expect(await events.until(/\n\n/)).toBe('retry: 1234\n\n');
  expect([await events.next(), await events.next()].map(summary)).toEqual([
    ['state', '1', 'PENDING'],
    ['state', '2', 'CONFIRMED'],
  ]);
  shop.orders.transition('order-1', cancelled);
  expect(summary(await events.next())).toEqual(['state', '3', 'CANCELLED']);
  expect(await events.next()).toBeUndefined();
});

test('each event is as the document says', async () => {
  await using events = await readEvents(shop.url + path);
  const document = await readOpenApi(shop.url);
  const event = await events.next();
  expect(event?.data).toMatchObject({ orderId: 'order-1', sequence: 1 });
  expectSchema(document, { $ref: '#/components/schemas/OrderEvent' }, event?.data);
});

test('a browser that comes back goes on after the last event that it saw', async () => {
  await using events = await readEvents(shop.url + path, '1');
  expect(summary(await events.next())).toEqual(['state', '2', 'CONFIRMED']);
});

test.each(['0', ''])('a Last-Event-ID of %j is none', async (lastEventId) => {
  await using events = await readEvents(shop.url + path, lastEventId);
  expect((await events.next())?.id).toBe('1');
});

test.each(['x', '-1', '1.5', '01', '99999999999999999', '3', 'é'])(
  'a Last-Event-ID of %j is refused: no event ever had it',
  async (lastEventId) => {
    const headers = { 'last-event-id': lastEventId };
    expect(await ask(shop.url, `GET ${path}`, { headers })).toMatchObject({
      status: 400,
      body: { violations: [{ in: 'header', field: 'Last-Event-ID' }] },
    });
  },
);

test('a browser that saw the end is told not to come back', async () => {
  shop.orders.transition('order-1', cancelled);
  const headers = { 'last-event-id': '3' };
  expect((await ask(shop.url, `GET ${path}`, { headers })).status).toBe(204);
});

test('an order that nobody placed is 404, before any stream', async () => {
  expect(await ask(shop.url, 'GET /v1/orders/nobody/events')).toMatchObject({
    status: 404,
    body: { reason: 'UNKNOWN_ORDER' },
  });
});

test('a quiet stream shows that it lives', async () => {
  await using events = await readEvents(shop.url + path, '2');
  expect(await events.until(/:\n\n/)).toContain(':\n\n');
});

test('watches that end one after another lose nothing and repeat nothing', async () => {
  const watch = watchInPieces();
  await using events = await readEvents(shop.url + path);
  const states = Array.from({ length: 20 }, (_, index) =>
    index % 2 === 0 ? cancelled : confirmed,
  );
  for (const state of states) shop.orders.transition('order-1', state);
  const ids: (string | undefined)[] = [];
  while (ids.length < 22) ids.push((await events.next())?.id);
  expect(ids).toEqual(Array.from({ length: 22 }, (_, index) => String(index + 1)));
  expect(watch.calls).toBeGreaterThan(10);
});

test('a replica that drains hands its watchers to the other', async () => {
  await using events = await readEvents(shop.url + path);
  await waitUntil(() => shop.orders.watches() === 1, { what: 'it is watched' });
  const [first] = shop.replicas;
  const drained = first?.drain();
  shop.orders.transition('order-1', cancelled);
  expect((await readIds(events)).at(-1)).toBe('3');
  await drained;
});

test('a browser that reads nothing holds the service back, and then misses nothing', async () => {
  const total = 4000;
  let produced = 0;
  shop.orders.replace({
    watchOrder: async function* ({ afterSequence }) {
      for (let sequence = Number(afterSequence) + 1; sequence <= total; sequence += 1) {
        produced += 1;
        const rejectionReason = 'x'.repeat(5000);
        yield {
          sequence: BigInt(sequence),
          state: confirmed,
          occurredAt: undefined,
          rejectionReason,
        };
      }
    },
  });
  await using events = await readEvents(shop.url + path);
  events.response.pause();
  let before = -1;
  while (before !== produced) {
    before = produced;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  // 20 MB would have been sent; what lies in buffers on the way is far less.
  expect(produced).toBeLessThan(total);
  const ids = await readIds(events);
  expect(ids).toEqual(Array.from({ length: total }, (_, index) => String(index + 1)));
});

test('the watch ends when the browser leaves', async () => {
  const events = await readEvents(shop.url + path);
  await events.next();
  await waitUntil(() => shop.orders.watches() === 1, { what: 'it is watched' });
  await events[Symbol.asyncDispose]();
  await waitUntil(() => shop.orders.watches() === 0, { what: 'nobody watches' });
});

/** Replaces the watch by one that gives a single event, old ones too, and then fails. */
function watchInPieces(): { calls: number } {
  const watch = { calls: 0 };
  shop.orders.replace({
    watchOrder: async function* ({ afterSequence }) {
      watch.calls += 1;
      const sequence = afterSequence + BigInt(watch.calls % 2);
      const occurredAt = undefined;
      if (sequence > 0n) yield { sequence, state: confirmed, occurredAt, rejectionReason: '' };
      throw unavailable('gone', { reason: 'SERVER_DRAINING', retryDelayMs: 0 });
    },
  });
  return watch;
}

async function readIds(events: EventReader): Promise<string[]> {
  const ids: string[] = [];
  for (let event = await events.next(); event !== undefined; event = await events.next()) {
    ids.push(event.id);
  }
  return ids;
}

function summary(event: ReceivedEvent | undefined): unknown {
  return [event?.event, event?.id, event?.data['state']];
}
