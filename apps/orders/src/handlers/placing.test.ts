import { createClient } from '@ballast/client';
import { InventoryServiceService, OrderState } from '@ballast/contracts';
import { unavailable } from '@ballast/status';
import { createGate, startSilentServer } from '@ballast/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInventory } from '../../test/start-inventory.ts';
import type { TestInventory } from '../../test/start-inventory.ts';
import type { TestOrdersOptions } from '../../test/start-orders.ts';
import { endOf, newSku, obstructed, startAlone, wish } from '../../test/unfinished-orders.ts';
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
