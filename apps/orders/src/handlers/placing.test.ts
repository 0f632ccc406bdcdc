import { createClient } from '@ballast/client';
import {
  InventoryServiceService,
  ordersPolicy,
  OrdersServiceService,
  OrderState,
} from '@ballast/contracts';
import { unavailable, type StatusError } from '@ballast/status';
import { createGate, startSilentServer } from '@ballast/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInventory } from '../../test/start-inventory.ts';
import type { TestInventory } from '../../test/start-inventory.ts';
import type { TestOrdersOptions } from '../../test/start-orders.ts';
import {
  endOf,
  leaveBehind,
  newSku,
  noLimit,
  obstructed,
  startAlone,
  wish,
} from '../../test/unfinished-orders.ts';
import { createSaga } from '../saga/saga.ts';
import { refuseOrder } from './refusing.ts';
import { createReservations } from '../saga/reservations.ts';
import type { Reservations } from '../saga/reservations.ts';

const { ORDER_STATE_CONFIRMED: CONFIRMED, ORDER_STATE_PENDING: PENDING } = OrderState;

let inventory: TestInventory;
let reservations: Reservations;
beforeAll(async () => {
  inventory = await startInventory();
  reservations = createReservations(inventory.client);
});
afterAll(() => inventory[Symbol.asyncDispose]());

const start = (options: Partial<TestOrdersOptions> = {}) =>
  startAlone({ reservations, ...options });

test.each(['reserve', 'commit'] as const)(
  'an order whose %s finds no inventory is PENDING, and confirmed once there is one',
  async (step) => {
    const sku = newSku();
    await inventory.stockUp({ [sku]: 5 });
    let isAway = true;
    await using orders = await start({
      reservations: obstructed(reservations, async (call) => {
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
    reservations: obstructed(reservations, async () => {
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
    reservations: obstructed(reservations, () => Promise.reject(unavailable('no inventory'))),
    ...{ placeBudgetMs: 500, relay: 'off' },
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
    reservations: obstructed(reservations, async () => {
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

const away = (): Promise<never> => Promise.reject(unavailable('no inventory'));

test('where the policy says refuse, an order without an inventory is refused, and its key is free', async () => {
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  let isAway = true;
  await using orders = await start({
    reservations: obstructed(reservations, async () => (isAway ? away() : undefined)),
    fallback: 'refuse',
  });
  const refusal = await orders.client.placeOrder(wish(sku)).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 14, reason: 'NOT_IN_TIME', retryDelayMs: 1000 });
  const { orderId = '' } = (refusal as StatusError).metadata;
  expect(await orders.store.find(orderId, {})).toMatchObject({
    ...{ state: 'REJECTED', rejection: { reason: 'NOT_IN_TIME' } },
  });
  isAway = false;
  const { order, replayed } = await orders.client.placeOrder(wish(sku));
  expect(order).toMatchObject({ state: CONFIRMED, items: [{ sku }] });
  expect(order?.orderId).not.toBe(orderId);
  expect(replayed).toBe(false);
});

test('a refusal tells the tiers above not to ask again by themselves', async () => {
  await using orders = await start({
    ...{ reservations: obstructed(reservations, away), fallback: 'refuse', relay: 'off' },
  });
  using client = createClient(OrdersServiceService, {
    target: `static:///${orders.server.address}`,
    policy: ordersPolicy,
  });
  const sku = newSku();
  const customerId = `patient-${sku}`;
  await expect(client.placeOrder({ ...wish(sku), customerId })).rejects.toMatchObject({ code: 14 });
  const { orders: placed } = await client.listOrders({ customerId, pageSize: 9, pageToken: '' });
  expect(placed).toMatchObject([{ state: OrderState.ORDER_STATE_REJECTED }]);
});

test('stock that a refused order has reserved, or bought, goes back', async () => {
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  await using orders = await start({
    ...{ fallback: 'refuse', relay: { pollMs: 20 } },
    reservations: {
      ...reservations,
      // Done, and its answer is lost.
      commit: async (...args) => {
        await reservations.commit(...args);
        return away();
      },
    },
  });
  await expect(orders.client.placeOrder(wish(sku))).rejects.toMatchObject({ code: 14 });
  await expect.poll(() => inventory.stockOf(sku)).toEqual([5, 0]);
});

test('an order that another driver finished before it could be refused is as it was finished', async () => {
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  await using orders = await start({
    ...{ fallback: 'refuse', relay: 'off' },
    reservations: obstructed(reservations, async () => {
      const { orders: found } = await orders.client.listOrders(oneOf(sku));
      const order = await orders.store.find(found[0]?.orderId ?? '', {});
      if (order?.state === 'PENDING') await finisher.fulfil(order, 0n, noLimit);
      return away();
    }),
  });
  const finisher = createSaga({ store: orders.store, reservations });
  const customerId = sku;
  const { order } = await orders.client.placeOrder({ ...wish(sku), customerId });
  expect(order?.state).toBe(CONFIRMED);
});

test('stock that a late driver buys for an order that was refused meanwhile goes back', async () => {
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  await using orders = await start({ relay: 'off' });
  const { order, intentId } = await leaveBehind(orders, sku);
  const late = createSaga({
    store: orders.store,
    reservations: {
      ...reservations,
      commit: async (...args) => {
        const committed = await reservations.commit(...args);
        await refuseOrder(orders.store, { order, intentId, idempotencyKey: `key-of-${sku}` });
        return committed;
      },
    },
  });
  expect(await late.fulfil(order, intentId, noLimit)).toMatchObject({ state: 'REJECTED' });
  expect(await inventory.stockOf(sku)).toEqual([5, 0]);
});

test('an order that is slowly written is accepted all the same', async () => {
  // No database writes in a millisecond what several round trips need.
  await using orders = await start({ placeBudgetMs: 1, relay: 'off' });
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  expect(await orders.client.placeOrder(wish(sku))).toMatchObject({
    ...{ replayed: false, order: { state: PENDING } },
  });
});

test('an order that cannot be written in time is refused, and its caller told when to come back', async () => {
  await using orders = await start({ writeBudgetMs: 500 });
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  await orders.database.transaction({}, async (transaction) => {
    await sql`lock table orders in access exclusive mode`.execute(transaction);
    await expect(orders.client.placeOrder(wish(sku))).rejects.toMatchObject({
      ...{ code: 14, reason: 'NOT_IN_TIME', retryDelayMs: 1000 },
    });
  });
  // Neither was it written behind the caller's back.
  expect(await orders.client.placeOrder(wish(sku))).toMatchObject({
    replayed: false,
  });
});

const oneOf = (customerId: string) => ({ customerId, pageSize: 1, pageToken: '' });
