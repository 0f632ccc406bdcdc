import { OrderState } from '@ballast/contracts';
import type { Order } from '@ballast/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInventory } from '../test/start-inventory.ts';
import type { TestInventory } from '../test/start-inventory.ts';
import { openOrdersDatabase, openReplica, startOrders } from '../test/start-orders.ts';
import type { OrdersDatabase, TestOrders } from '../test/start-orders.ts';
import { createReservations } from './saga/reservations.ts';

const {
  ORDER_STATE_CANCELLED: CANCELLED,
  ORDER_STATE_CONFIRMED: CONFIRMED,
  ORDER_STATE_PENDING: PENDING,
  ORDER_STATE_REJECTED: REJECTED,
} = OrderState;

let inventory: TestInventory;
let databases: OrdersDatabase[];
let first: TestOrders;
let second: TestOrders;
beforeAll(async () => {
  inventory = await startInventory();
  const database = await openOrdersDatabase();
  databases = [database, await openReplica(database)];
  const reservations = createReservations(inventory.client);
  [first, second] = (await Promise.all(
    databases.map((one) => startOrders({ database: one, reservations })),
  )) as [TestOrders, TestOrders];
});
afterAll(async () => {
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
  await inventory[Symbol.asyncDispose]();
  await Promise.all(databases.map((database) => database.close()));
});

let keys = 0;
const newKey = () => `key-${(keys += 1)}`;
const place = (
  items: Readonly<Record<string, number>>,
  { key = newKey(), customerId = 'ada', at = first } = {},
) =>
  at.client.placeOrder({
    ...{ idempotencyKey: key, customerId },
    items: Object.entries(items).map(([sku, quantity]) => ({ sku, quantity })),
  });
const placed = async (...args: Parameters<typeof place>): Promise<Order> =>
  (await place(...args)).order!;

test('an order for stock that is there is confirmed, priced, and takes the stock', async () => {
  await inventory.stockUp({ 'buy-b': 10, 'buy-a': 10 });
  const { order, replayed } = await place({ 'buy-b': 3, 'buy-a': 1 });
  expect(replayed).toBe(false);
  expect(order).toMatchObject({
    ...{
      customerId: 'ada',
      state: CONFIRMED,
      totalCents: 1000n,
      rejectionReason: '',
      sequence: 2n,
    },
    items: [
      { sku: 'buy-b', quantity: 3, unitPriceCents: 250n },
      { sku: 'buy-a', quantity: 1, unitPriceCents: 250n },
    ],
  });
  expect(Math.abs(order!.createdAt!.getTime() - Date.now())).toBeLessThan(60_000);
  expect(await inventory.stockOf('buy-b')).toEqual([7, 0]);
  expect(await inventory.stockOf('buy-a')).toEqual([9, 0]);
  expect((await second.client.getOrder({ orderId: order!.orderId })).order).toEqual(order);
});

test('a key that is used again with the same request gives the same order', async () => {
  await inventory.stockUp({ again: 10 });
  const { order } = await place({ again: 2 }, { key: 'again' });
  expect(await place({ again: 2 }, { key: 'again', at: second })).toEqual({
    order,
    replayed: true,
  });
  expect(await inventory.stockOf('again')).toEqual([8, 0]);
});

test.each([
  ['other items', { reuse: 2 }, 'ada'],
  ['another customer', { reuse: 1 }, 'bob'],
])('a key that is used again with %s is refused', async (_case, items, customerId) => {
  await inventory.stockUp({ reuse: 10 });
  const key = newKey();
  await place({ reuse: 1 }, { key });
  await expect(place(items, { key, customerId })).rejects.toMatchObject({
    ...{ code: 6, reason: 'IDEMPOTENCY_KEY_REUSED' },
  });
});

test('20 simultaneous duplicates at two replicas make one order', async () => {
  await inventory.stockUp({ crowd: 100 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      place({ crowd: 5 }, { key: 'crowd', at: index % 2 === 0 ? first : second }),
    ),
  );
  expect(new Set(answers.map(({ order }) => order?.orderId)).size).toBe(1);
  expect(answers.map(({ order }) => order?.state)).toEqual(answers.map(() => CONFIRMED));
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(await inventory.stockOf('crowd')).toEqual([95, 0]);
});

test('short stock is told with its numbers, each time the same', async () => {
  await inventory.stockUp({ scarce: 2, plenty: 9 });
  const refusal = {
    ...{ code: 9, reason: 'INSUFFICIENT_STOCK' },
    message: 'too little stock: scarce (3 wanted, 2 available)',
    metadata: { 'shortage-0': '{"sku":"scarce","requested":3,"available":2}' },
  };
  const order = () => place({ plenty: 1, scarce: 3 }, { key: 'scarce' });
  await expect(order()).rejects.toMatchObject(refusal);
  await inventory.stockUp({ scarce: 10 });
  await expect(order()).rejects.toMatchObject(refusal);
  expect(await inventory.stockOf('plenty')).toEqual([9, 0]);
});

test('an order that was refused can be read and says why', async () => {
  await inventory.stockUp({ gone: 0 });
  const refused = await place({ gone: 1 }).catch((error: unknown) => error);
  const { orderId } = (refused as { metadata: Record<string, string> }).metadata;
  expect((await first.client.getOrder({ orderId: orderId! })).order).toMatchObject({
    ...{ state: REJECTED, rejectionReason: 'INSUFFICIENT_STOCK', totalCents: 0n },
    items: [{ sku: 'gone', quantity: 1, unitPriceCents: 0n }],
  });
});

const violation = (reason: string, field: string) => ({
  ...{ code: 3, reason },
  fieldViolations: [expect.objectContaining({ field })],
});

test('a sku that nobody knows is named by its field', async () => {
  await inventory.stockUp({ known: 9 });
  await expect(place({ known: 1, 'un-known': 1 })).rejects.toMatchObject(
    violation('UNKNOWN_SKU', 'items[1].sku'),
  );
});

test('a sku that is asked for twice, and what is no page token, are named by their fields', async () => {
  const items = ['a', 'b', 'a'].map((sku) => ({ sku, quantity: 1 }));
  await expect(
    first.client.placeOrder({ idempotencyKey: 'twice', customerId: 'ada', items }),
  ).rejects.toMatchObject(violation('REPEATED_SKU', 'items[2].sku'));
  await expect(
    first.client.listOrders({ customerId: 'ada', pageSize: 0, pageToken: 'x' }),
  ).rejects.toMatchObject(violation('BAD_PAGE_TOKEN', 'page_token'));
});

test.each(['0198c0de-0000-7000-8000-000000000000', 'no-id', 'a\0b'])(
  'order %j is not found, by whatever is asked of it',
  async (orderId) => {
    const unknown = { code: 5, reason: 'UNKNOWN_ORDER' };
    await expect(first.client.getOrder({ orderId })).rejects.toMatchObject(unknown);
    await expect(first.client.cancelOrder({ orderId })).rejects.toMatchObject(unknown);
    const watching = first.client.watchOrder({ orderId, afterSequence: 0n });
    await expect(watching.next()).rejects.toMatchObject(unknown);
  },
);

test("a customer's orders are listed newest first, a page at a time, and nobody else's", async () => {
  await inventory.stockUp({ list: 100 });
  await place({ list: 1 }, { customerId: 'somebody-else' });
  const orders: Order[] = [];
  for (let index = 0; index < 7; index++) {
    orders.unshift(await placed({ list: index + 1 }, { customerId: 'lister' }));
  }
  const seen: Order[] = [];
  let pageToken = '';
  do {
    const page = await second.client.listOrders({ customerId: 'lister', pageSize: 3, pageToken });
    seen.push(...page.orders);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  expect(seen).toEqual(orders);
});

test('a cancelled order gives its stock back, and is cancelled once', async () => {
  await inventory.stockUp({ back: 10 });
  const { orderId } = await placed({ back: 4 });
  const { order } = await first.client.cancelOrder({ orderId });
  expect(order).toMatchObject({ state: CANCELLED, sequence: 3n, totalCents: 1000n });
  expect(await inventory.stockOf('back')).toEqual([10, 0]);
  expect((await second.client.cancelOrder({ orderId })).order).toEqual(order);
  expect(await inventory.stockOf('back')).toEqual([10, 0]);
});

test('an order that many cancel at once is cancelled once', async () => {
  await inventory.stockUp({ many: 10 });
  const { orderId } = await placed({ many: 4 });
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      (index % 2 === 0 ? first : second).client.cancelOrder({ orderId }),
    ),
  );
  expect(answers.map(({ order }) => order?.sequence)).toEqual(answers.map(() => 3n));
  expect(await inventory.stockOf('many')).toEqual([10, 0]);
});

test('an order that was refused cannot be cancelled', async () => {
  await inventory.stockUp({ never: 0 });
  const refused = await place({ never: 1 }).catch((error: unknown) => error);
  const { orderId } = (refused as { metadata: Record<string, string> }).metadata;
  await expect(first.client.cancelOrder({ orderId: orderId! })).rejects.toMatchObject({
    ...{ code: 9, reason: 'NOT_CANCELLABLE', metadata: { orderId, state: 'REJECTED' } },
  });
});

async function changesOf(orderId: string, afterSequence: bigint, at = second) {
  const changes: [bigint, OrderState][] = [];
  for await (const change of at.client.watchOrder({ orderId, afterSequence })) {
    changes.push([change.sequence, change.state]);
  }
  return changes;
}

test('a watcher at any replica sees every change, from the first or from where it was, to the end', async () => {
  await inventory.stockUp({ watch: 10 });
  const { orderId } = await placed({ watch: 1 });
  const live = changesOf(orderId, 0n);
  const resumed = changesOf(orderId, 2n);
  await first.client.cancelOrder({ orderId });
  const all = [
    [1n, PENDING],
    [2n, CONFIRMED],
    [3n, CANCELLED],
  ];
  expect(await live).toEqual(all);
  expect(await resumed).toEqual(all.slice(2));
  expect(await changesOf(orderId, 0n)).toEqual(all);
  expect(await changesOf(orderId, 3n)).toEqual([]);
});

test('a watcher of an order that was refused is told why, and the stream ends', async () => {
  await inventory.stockUp({ refused: 0 });
  const refusal = await place({ refused: 1 }).catch((error: unknown) => error);
  const { orderId } = (refusal as { metadata: Record<string, string> }).metadata;
  const changes = [];
  for await (const change of first.client.watchOrder({ orderId: orderId!, afterSequence: 1n })) {
    changes.push(change);
  }
  expect(changes).toMatchObject([
    { sequence: 2n, state: REJECTED, rejectionReason: 'INSUFFICIENT_STOCK' },
  ]);
  expect(changes[0]?.occurredAt).toBeInstanceOf(Date);
});
