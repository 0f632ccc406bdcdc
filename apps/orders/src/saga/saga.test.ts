import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { OrderState, ReservationState } from '@ballast/contracts';
import { unavailable } from '@ballast/status';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInventory } from '../../test/start-inventory.ts';
import type { TestInventory } from '../../test/start-inventory.ts';
import type { OrdersDatabase, TestOrdersOptions } from '../../test/start-orders.ts';
import {
  endOf,
  leaveBehind,
  newSku,
  noLimit,
  obstructed,
  startAlone,
  wish,
} from '../../test/unfinished-orders.ts';
import { createOrderId } from '../domain/order-id.ts';
import type { PendingOrder } from '../domain/order.ts';
import { cancel } from '../domain/transitions.ts';
import { createReservations } from './reservations.ts';
import type { Reservations } from './reservations.ts';

const { ORDER_STATE_CANCELLED: CANCELLED, ORDER_STATE_CONFIRMED: CONFIRMED } = OrderState;

let inventory: TestInventory;
let reservations: Reservations;
beforeAll(async () => {
  inventory = await startInventory();
  reservations = createReservations(inventory.client);
});
afterAll(() => inventory[Symbol.asyncDispose]());

const start = (options: Partial<TestOrdersOptions> = {}) =>
  startAlone({ reservations, ...options });

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
    reservations: obstructed(reservations, async (call) => {
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

test('whatever was done before, in any order and at once, the order ends as its reservation did', async () => {
  await using orders = await start({ relay: 'off' });
  type Step = (order: PendingOrder, intentId: bigint) => Promise<unknown>;
  const steps: Record<string, Step> = {
    reserve: (order) => reservations.reserve(order, noLimit),
    commit: (order) => reservations.commit(order.orderId, noLimit).catch(() => undefined),
    fulfil: (order, intentId) => orders.saga.fulfil(order, intentId, noLimit),
    lapse: ({ orderId }) => lapse(orders, orderId),
  };
  const atOnce = fc.array(fc.constantFrom(...Object.keys(steps)), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(atOnce, { maxLength: 4 }), async (run) => {
      const sku = newSku();
      await inventory.stockUp({ [sku]: 5 });
      const { order, intentId } = await leaveBehind(orders, sku);
      for (const group of run) {
        await Promise.all(group.map((step) => steps[step]!(order, intentId)));
      }
      const { state } = await orders.saga.fulfil(order, intentId, noLimit);
      const reservation = await reservations.commit(order.orderId, noLimit);
      const end =
        state === 'CONFIRMED' ? 'RESERVATION_STATE_COMMITTED' : 'RESERVATION_STATE_EXPIRED';
      expect(reservation.state).toBe(ReservationState[end]);
      expect(await inventory.stockOf(sku)).toEqual(state === 'CONFIRMED' ? [4, 0] : [5, 0]);
      expect(await orders.store.find(order.orderId, {})).toMatchObject({ state, sequence: 2n });
    }),
    { numRuns: 25 },
  );
});

/** The time of what an order holds is over. */
function lapse({ database }: { database: OrdersDatabase }, orderId: string) {
  return database.read({}, (db) =>
    sql`UPDATE inventory.reservation SET expires_at = now() - interval '1 second'
      WHERE reservation_id = ${orderId} AND state = 'HELD'`.execute(db),
  );
}

test('to release what was never reserved is done at once', async () => {
  await using orders = await start({ relay: 'off' });
  await expect(orders.saga.release(createOrderId(), noLimit)).resolves.toBeUndefined();
});

test('an order whose stock went back before it was committed is rejected', async () => {
  const sku = newSku();
  await inventory.stockUp({ [sku]: 5 });
  await using orders = await start({ relay: 'off' });
  const { order, intentId } = await leaveBehind(orders, sku);
  await reserveIt(order);
  await lapse(orders, order.orderId);
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
