import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createClient } from '@ballast/client';
import { InventoryServiceService, OrderState } from '@ballast/contracts';
import { unavailable } from '@ballast/status';
import { createGate, startSilentServer } from '@ballast/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInventory } from '../../test/start-inventory.ts';
import type { TestInventory } from '../../test/start-inventory.ts';
import { openOrdersDatabase, startOrders } from '../../test/start-orders.ts';
import type { TestOrders, TestOrdersOptions } from '../../test/start-orders.ts';
import { createOrderId } from '../domain/order-id.ts';
import type { PendingOrder } from '../domain/order.ts';
import { cancel } from '../domain/transitions.ts';
import { createReservations } from './reservations.ts';
import type { Reservations } from './reservations.ts';

const {
  ORDER_STATE_CANCELLED: CANCELLED,
  ORDER_STATE_CONFIRMED: CONFIRMED,
  ORDER_STATE_PENDING: PENDING,
} = OrderState;

let inventory: TestInventory;
let reservations: Reservations;
beforeAll(async () => {
  inventory = await startInventory();
  reservations = createReservations(inventory.client);
});
afterAll(() => inventory[Symbol.asyncDispose]());

/** A replica with tables of its own, so that no relay finds what another test has left. */
async function start(options: Partial<TestOrdersOptions> = {}) {
  const database = await openOrdersDatabase();
  const orders = await startOrders({ database, reservations, ...options });
  return {
    ...{ ...orders, database },
    async [Symbol.asyncDispose]() {
      await orders[Symbol.asyncDispose]();
      await database.close();
    },
  };
}

const noLimit = { signal: new AbortController().signal, timeLeftMs: () => 10_000 };

let count = 0;
const newSku = (): string => `saga-${(count += 1)}`;
const wish = (sku: string, quantity = 1) => ({
  ...{ idempotencyKey: `key-of-${sku}`, customerId: 'ada' },
  items: [{ sku, quantity }],
});

/** An order as a process that then died has left it: written, and its intent held for nobody. */
async function leaveBehind({ store }: Pick<TestOrders, 'store'>, sku: string) {
  const placed = await store.place({ ...wish(sku), orderId: createOrderId() }, {});
  if (placed.kind !== 'placed') throw new Error(`expected a new order, got ${placed.kind}`);
  return placed;
}

/** The state that an order comes to by itself. */
async function endOf(
  { store }: Pick<TestOrders, 'store'>,
  { orderId }: { orderId: string },
  state: string,
) {
  for await (const change of store.follow(orderId, 0n, AbortSignal.timeout(10_000))) {
    if (change.state === state) break;
  }
  return store.find(orderId, {});
}

/** The inventory with something in the way of some calls. */
function obstructed(obstacle: (call: keyof Reservations) => Promise<void>): Reservations {
  return {
    reserve: async (...args) => (await obstacle('reserve'), reservations.reserve(...args)),
    commit: async (...args) => (await obstacle('commit'), reservations.commit(...args)),
    release: async (...args) => (await obstacle('release'), reservations.release(...args)),
  };
}

test.each(['reserve', 'commit'] as const)(
  'an order whose %s finds no inventory is PENDING, and confirmed once there is one',
  async (step) => {
    const sku = newSku();
    await inventory.stockUp({ [sku]: 5 });
    let isAway = true;
    await using orders = await start({
      reservations: obstructed(async (call) => {
        if (isAway && call === step) throw unavailable('no inventory');
      }),
    });
    const { order } = await orders.client.placeOrder(wish(sku));
    expect(order).toMatchObject({ state: PENDING, sequence: 1n, totalCents: 0n });
    isAway = false;
    expect(await endOf(orders, order!, 'CONFIRMED')).toMatchObject({ totalCents: 250n });
    expect(await inventory.stockOf(sku)).toEqual([4, 0]);
  },
);

test('an inventory that takes calls and says nothing costs a call no more than its budget', async () => {
  await using silent = await startSilentServer();
  using client = createClient(InventoryServiceService, { target: `static:///${silent.address}` });
  await using orders = await start({
    ...{ reservations: createReservations(client), placeBudgetMs: 200, relay: 'off' },
  });
  const begin = performance.now();
  const { order } = await orders.client.placeOrder(wish(newSku()));
  expect(order?.state).toBe(PENDING);
  expect(performance.now() - begin).toBeLessThan(2000);
});

test('a caller with little time is answered PENDING before it is over', async () => {
  await using silent = await startSilentServer();
  using client = createClient(InventoryServiceService, { target: `static:///${silent.address}` });
  await using orders = await start({ reservations: createReservations(client), relay: 'off' });
  const { order } = await orders.client.placeOrder(wish(newSku()), { timeoutMs: 1000 });
  expect(order?.state).toBe(PENDING);
});

test('a replay of an order that is PENDING waits for its decision', async () => {
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  const gate = createGate();
  let calls = 0;
  await using orders = await start({
    reservations: obstructed(async () => {
      if ((calls += 1) === 1) throw unavailable('no inventory');
      await gate.opened;
    }),
  });
  const { order } = await orders.client.placeOrder(wish(sku));
  expect(order?.state).toBe(PENDING);
  const replay = orders.client.placeOrder(wish(sku));
  gate.open();
  expect(await replay).toMatchObject({
    ...{ replayed: true, order: { orderId: order!.orderId, state: CONFIRMED } },
  });
});

test('a replay of an order that stays PENDING says so when its budget is used up', async () => {
  await using orders = await start({
    reservations: obstructed(() => Promise.reject(unavailable('no inventory'))),
    ...{ placeBudgetMs: 100, relay: 'off' },
  });
  const sku = newSku();
  const { order } = await orders.client.placeOrder(wish(sku));
  expect(await orders.client.placeOrder(wish(sku))).toEqual({ order, replayed: true });
});

test('a caller that leaves does not leave its order undecided', async () => {
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  const reached = createGate();
  const gate = createGate();
  await using orders = await start({
    reservations: obstructed(async () => {
      reached.open();
      await gate.opened;
    }),
  });
  const leaving = new AbortController();
  const call = orders.client.placeOrder(wish(sku), { signal: leaving.signal });
  await reached.opened;
  leaving.abort();
  await expect(call).rejects.toMatchObject({ code: 1 });
  gate.open();
  const { orders: placed } = await orders.client.listOrders({
    ...{ customerId: 'ada', pageSize: 1, pageToken: '' },
  });
  expect(await endOf(orders, placed[0]!, 'CONFIRMED')).toMatchObject({ items: [{ sku }] });
  expect(await inventory.stockOf(sku)).toEqual([4, 0]);
});

const nothing = async () => {};
const reserveIt = async (order: PendingOrder) => void (await reservations.reserve(order, noLimit));
const commitIt = async (order: PendingOrder) => {
  await reserveIt(order);
  await reservations.commit(order.orderId, noLimit);
};
test.each([
  ['before it reserved', nothing],
  ['after it reserved', reserveIt],
  ['after it committed', commitIt],
])('what a process that died %s has left is confirmed by a relay', async (_when, did) => {
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  await using orders = await start({ relay: { pollMs: 20 }, intentHoldMs: 100 });
  const { order } = await leaveBehind(orders, sku);
  await did(order);
  expect(await endOf(orders, order, 'CONFIRMED')).toMatchObject({
    ...{ state: 'CONFIRMED', sequence: 2n, totalCents: 250n },
  });
  expect(await inventory.stockOf(sku)).toEqual([4, 0]);
});

test('what a process that died before it released has left is released by a relay', async () => {
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  await using orders = await start({ relay: { pollMs: 20 }, intentHoldMs: 100 });
  const { order } = await leaveBehind(orders, sku);
  const confirmed = await endOf(orders, order, 'CONFIRMED');
  if (confirmed?.state !== 'CONFIRMED') throw new Error('expected a confirmed order');
  await orders.store.cancel(cancel(confirmed), {});
  // A watcher of stock sees it come back.
  for await (const { stock } of inventory.client.watchStock({ skus: [sku] })) {
    if (stock?.onHand === 5n) break;
  }
  expect(await inventory.stockOf(sku)).toEqual([5, 0]);
});

test('a cancellation that finds no inventory is answered, and its stock goes back later', async () => {
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  let isAway = true;
  await using orders = await start({
    reservations: obstructed(async (call) => {
      if (isAway && call === 'release') throw unavailable('no inventory');
    }),
  });
  const { order } = await orders.client.placeOrder(wish(sku));
  const cancelled = await orders.client.cancelOrder({ orderId: order!.orderId });
  expect(cancelled.order?.state).toBe(CANCELLED);
  expect(await inventory.stockOf(sku)).toEqual([4, 0]);
  isAway = false;
  for await (const { stock } of inventory.client.watchStock({ skus: [sku] })) {
    if (stock?.onHand === 5n) break;
  }
});

test('an order that is still PENDING cannot be cancelled', async () => {
  await using orders = await start({ relay: 'off' });
  const { order } = await leaveBehind(orders, newSku());
  await expect(orders.client.cancelOrder({ orderId: order.orderId })).rejects.toMatchObject({
    ...{ code: 9, reason: 'NOT_CANCELLABLE' },
  });
});

test('however many drive an order at once, it is decided once and takes its stock once', async () => {
  const sku = newSku();
  await inventory.stockUp({ [sku]: 100 });
  await using orders = await start({ relay: { pollMs: 20 }, intentHoldMs: 1 });
  const { order, intentId } = await leaveBehind(orders, sku);
  const drivers = Array.from({ length: 10 }, () => orders.saga.fulfil(order, intentId, noLimit));
  const decided = await Promise.all(drivers);
  expect(new Set(decided.map(({ state, sequence }) => `${state} ${sequence}`))).toEqual(
    new Set(['CONFIRMED 2']),
  );
  const end = orders.client.watchOrder({ orderId: order.orderId, afterSequence: 0n });
  expect([await end.next(), await end.next()]).toMatchObject([
    { value: { sequence: 1n } },
    { value: { sequence: 2n, state: CONFIRMED } },
  ]);
  await end.return?.();
  expect(await inventory.stockOf(sku)).toEqual([99, 0]);
});

test('an order whose stock went back before it was committed is rejected', async () => {
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  await using orders = await start({ relay: 'off' });
  const { order, intentId } = await leaveBehind(orders, sku);
  await reserveIt(order);
  await orders.database.read({}, (db) =>
    sql`UPDATE inventory.reservation SET expires_at = now() - interval '1 second'
      WHERE reservation_id = ${order.orderId}`.execute(db),
  );
  expect(await orders.saga.fulfil(order, intentId, noLimit)).toMatchObject({
    ...{ state: 'REJECTED', rejection: { reason: 'RESERVATION_EXPIRED' } },
  });
  await expect(orders.client.placeOrder(wish(sku))).rejects.toMatchObject({
    ...{ code: 9, reason: 'RESERVATION_EXPIRED', metadata: { orderId: order.orderId } },
  });
  expect(await inventory.stockOf(sku)).toEqual([5, 0]);
});

test('every remote call can be seen before it leaves and after it was answered', async () => {
  const seen: string[] = [];
  const noteAs = (moment: string) => (event: unknown) => {
    seen.push(`${moment} ${(event as { method: string }).method.split('/')[2]}`);
  };
  const notes = { start: noteAs('before'), asyncStart: noteAs('after') };
  const channelOf = (moment: string) => `tracing:ballast:client:call:${moment}`;
  for (const [moment, note] of Object.entries(notes)) subscribe(channelOf(moment), note);
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  await using orders = await start({ relay: 'off' });
  await orders.client.placeOrder(wish(sku));
  for (const [moment, note] of Object.entries(notes)) unsubscribe(channelOf(moment), note);
  expect(seen).toEqual(['before Reserve', 'after Reserve', 'before Commit', 'after Commit']);
});
