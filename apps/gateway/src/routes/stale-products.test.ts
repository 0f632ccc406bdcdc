import type { Stock } from '@ballast/contracts';
import { internal, resourceExhausted, unavailable } from '@ballast/status';
import { createGate } from '@ballast/testing';
import { afterEach, expect, test } from 'vitest';
import { ask, place } from '../../test/ask.ts';
import { startShop } from '../../test/shop.ts';
import type { Shop, ShopOptions } from '../../test/shop.ts';
import type { FakeInventory } from '../../test/fake-inventory.ts';

let shop: Shop | undefined;
afterEach(() => shop?.[Symbol.asyncDispose]());

const open = async (options?: ShopOptions): Promise<Shop> => (shop = await startShop(options));

const fail = ({ inventory }: Shop, make: () => Error): void =>
  inventory.replace({
    listStock: async () => {
      throw make();
    },
  });

const hang = (inventory: FakeInventory): void =>
  inventory.replace({
    listStock: (_request, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  });

/** A shop that has shown its products once. */
async function openKnown(options?: ShopOptions): Promise<Shop> {
  const known = await open(options);
  await ask(known.url, 'GET /v1/products');
  return known;
}

test.each([
  ['is away', () => unavailable('away')],
  ['is too busy', () => resourceExhausted('busy')],
  ['is broken', () => internal('a bug')],
])('an inventory that %s leaves what it said last, marked as such', async (_what, make) => {
  const known = await openKnown();
  const before = (await ask(known.url, 'GET /v1/products')).body as Page;
  fail(known, make);
  const answer = await ask(known.url, 'GET /v1/products');
  expect(answer.status).toBe(200);
  const page = answer.body as Page;
  expect(page.products).toEqual(before.products.map((product) => ({ ...product, stale: true })));
  expect(Date.parse(page.staleSince ?? '')).toBeLessThanOrEqual(Date.now());
  expect(answer.headers.get('age')).toMatch(/^\d+$/);
});

test('an inventory that hangs is waited for as long as the patience, not the request, lasts', async () => {
  const known = await openKnown({ stockPatienceMs: 50, requestBudgetMs: 60_000 });
  hang(known.inventory);
  const answer = await ask(known.url, 'GET /v1/products');
  expect(answer.body).toMatchObject({ products: [{ stale: true }, { stale: true }] });
});

test('an inventory that answers again is believed again, and nothing is marked', async () => {
  const known = await openKnown();
  fail(known, () => unavailable('away'));
  await ask(known.url, 'GET /v1/products');
  known.inventory.reset();
  const answer = await ask(known.url, 'GET /v1/products');
  expect(JSON.stringify(answer.body)).not.toContain('stale');
  expect(answer.headers.get('age')).toBeNull();
});

test('a list that was begun with inventory goes on without it, and one begun without it goes on with it', async () => {
  const known = await openKnown();
  known.inventory.change('zinc', 1n);
  await ask(known.url, 'GET /v1/products');
  const next = async (token = ''): Promise<Page> =>
    (await ask(known.url, `GET /v1/products?pageSize=1&pageToken=${token}`)).body as Page;
  const first = await next();
  fail(known, () => unavailable('away'));
  const second = await next(first.nextPageToken);
  known.inventory.reset();
  const third = await next(second.nextPageToken);
  expect([first, second, third].flatMap(({ products }) => products)).toMatchObject([
    { sku: 'mug' },
    { sku: 'tea', stale: true },
    { sku: 'zinc', stale: true },
  ]);
  expect(third.nextPageToken).toBeUndefined();
});

test('a page token that nobody gave is a 400 with inventory and without', async () => {
  const known = await openKnown();
  fail(known, () => unavailable('away'));
  const answer = await ask(known.url, 'GET /v1/products?pageToken=xyz');
  expect(answer).toMatchObject({
    status: 400,
    body: { violations: [{ in: 'query', field: 'pageToken' }] },
  });
});

test('what nobody has looked at is known too: the stock is read at the start', async () => {
  const isRead = createGate();
  const known = await open({
    prepareInventory: (inventory) =>
      inventory.replace({
        listStock: async ({ pageSize }) => {
          // Larger than the probe's: the first reading. Then nobody is told anything any more.
          if (pageSize === 1 || isRead.isOpen) throw unavailable('away');
          isRead.open();
          return { stock: [stockOf('hat')], nextPageToken: '' };
        },
      }),
  });
  await isRead.opened;
  const list = async () => (await ask(known.url, 'GET /v1/products')).body;
  await expect.poll(list).toMatchObject({ products: [{ sku: 'hat', stale: true }] });
});

test('a gateway that has never heard of any stock says 503, and when to come back', async () => {
  const known = await open({ requestBudgetMs: 200, prepareInventory: hang });
  const answer = await ask(known.url, 'GET /v1/products');
  expect(answer).toMatchObject({ status: 503, body: { reason: 'STOCK_UNKNOWN' } });
  expect(answer.headers.get('retry-after')).toBe('1');
});

test('where the policy does not say stale, an inventory that cannot answer is 503', async () => {
  const known = await openKnown({ mayBeStale: () => false });
  fail(known, () => unavailable('no database', { reason: 'NO_DATABASE', retryDelayMs: 2500 }));
  const answer = await ask(known.url, 'GET /v1/products');
  expect(answer).toMatchObject({ status: 503, body: { reason: 'NO_DATABASE' } });
  expect(answer.headers.get('retry-after')).toBe('3');
});

test('an order is shown, listed and watched while inventory is away', async () => {
  const known = await openKnown();
  const placed = await place(known.url);
  for (const replica of known.replicas.slice(1)) replica.force();
  const { orderId } = placed.body as { orderId: string };
  expect((await ask(known.url, `GET /v1/orders/${orderId}`)).status).toBe(200);
  expect((await ask(known.url, 'GET /v1/orders?customerId=ada')).status).toBe(200);
  const events = await fetch(`${known.url}/v1/orders/${orderId}/events`);
  expect(events.status).toBe(200);
  await events.body?.cancel();
});

const stockOf = (sku: string): Stock => ({
  ...{ sku, name: sku, version: 1n, priceCents: 1n, onHand: 1n, reserved: 0n, available: 1n },
});

interface Page {
  readonly products: readonly { readonly sku: string }[];
  readonly nextPageToken?: string;
  readonly staleSince?: string;
}
