import { unavailable } from '@ballast/status';
import { waitUntil } from '@ballast/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask } from '../../test/ask.ts';
import { expectSchema, readOpenApi } from '../../test/documented.ts';
import { readEvents } from '../../test/read-events.ts';
import { startShop } from '../../test/shop.ts';
import type { Shop } from '../../test/shop.ts';

const path = '/v1/products/events';
let shop: Shop;

beforeAll(async () => {
  shop = await startShop({ replicas: 2 });
});
beforeEach(() => shop.reset());
afterAll(() => shop[Symbol.asyncDispose]());

test('one event for each change, from now on', async () => {
  await using events = await readEvents(shop.url + path);
  shop.inventory.change('tea', 19n);
  const event = await events.next();
  expect(event).toMatchObject({
    event: 'stock',
    data: { sku: 'tea', name: 'A fine tea', priceCents: 450, available: 19 },
  });
  const document = await readOpenApi(shop.url);
  expectSchema(document, { $ref: '#/components/schemas/ProductEvent' }, event?.data);
  shop.inventory.change('mug', 9n);
  expect((await events.next())?.data).toMatchObject({ sku: 'mug', available: 9 });
});

test('a browser that comes back is first told how everything stands', async () => {
  await using events = await readEvents(shop.url + path, 'tea:1');
  const present = [await events.next(), await events.next()].map((event) => event?.data['sku']);
  expect(present.toSorted()).toEqual(['mug', 'tea']);
});

test('many browsers cost one watch, which ends after the last has left', async () => {
  const browsers = await Promise.all(Array.from({ length: 20 }, () => readEvents(shop.url + path)));
  shop.inventory.change('tea', 1n);
  for (const browser of browsers) {
    expect((await browser.next())?.data).toMatchObject({ available: 1 });
  }
  expect(shop.inventory.watches()).toBe(1);
  for (const browser of browsers) await browser[Symbol.asyncDispose]();
  await waitUntil(() => shop.inventory.watches() === 0, { what: 'nobody watches' });
});

test('a watch that breaks is taken up again without a gap and without a repeat', async () => {
  await using events = await readEvents(shop.url + path);
  shop.inventory.change('tea', 5n);
  expect((await events.next())?.data).toMatchObject({ available: 5 });
  shop.inventory.breakWatches();
  shop.inventory.change('tea', 4n);
  shop.inventory.change('mug', 3n);
  const told = [await events.next(), await events.next()].map((event) => event?.data);
  expect(
    new Set(told.map((data) => `${String(data?.['sku'])} ${String(data?.['available'])}`)),
  ).toEqual(new Set(['tea 4', 'mug 3']));
});

test('an inventory that is away is 503 before any stream, and forgiven afterwards', async () => {
  shop.inventory.replace({
    listStock: async () => {
      throw unavailable('away', { reason: 'DATABASE_UNAVAILABLE', retryDelayMs: 1000 });
    },
  });
  // The watch of the test before may still be lingering.
  await waitUntil(() => shop.inventory.watches() === 0, { what: 'nobody watches' });
  expect(await ask(shop.url, `GET ${path}`)).toMatchObject({ status: 503 });
  shop.reset();
  await using events = await readEvents(shop.url + path);
  shop.inventory.change('tea', 2n);
  expect((await events.next())?.data).toMatchObject({ available: 2 });
});

test('a browser that reads nothing misses changes, but never the last of a sku', async () => {
  await using events = await readEvents(shop.url + path);
  events.response.pause();
  // More than the buffers of both sockets hold.
  const changes = 3000;
  const longName = 'x'.repeat(5000);
  for (let count = 1; count <= changes; count += 1) {
    shop.inventory.change(`sku-${count % 10}`, BigInt(count), longName);
    if (count % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  shop.inventory.change('last', 1n);
  let told = 0;
  const latest = new Map<string, unknown>();
  while (!latest.has('last')) {
    const data = (await events.next())?.data;
    latest.set(String(data?.['sku']), data?.['available']);
    told += 1;
  }
  expect(told).toBeLessThan(changes);
  for (let count = changes - 9; count <= changes; count += 1) {
    expect(latest.get(`sku-${count % 10}`)).toBe(count);
  }
});

test('streams beyond the limit are 503 until one ends', async () => {
  await using small = await startShop({ maxEventStreams: 2 });
  const first = await readEvents(small.url + path);
  await using second = await readEvents(small.url + path);
  const refused = await ask(small.url, `GET ${path}`);
  expect(refused).toMatchObject({ status: 503, body: { reason: 'TOO_MANY_STREAMS' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  await first[Symbol.asyncDispose]();
  for (;;) {
    const third = await readEvents(small.url + path).catch(() => undefined);
    if (third === undefined) continue;
    await third[Symbol.asyncDispose]();
    break;
  }
  expect(second.response.destroyed).toBe(false);
});
