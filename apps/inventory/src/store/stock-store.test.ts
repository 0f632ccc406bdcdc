import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { STATEMENT_CHANNEL } from '@ballast/persistence';
import { createGate } from '@ballast/testing';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditStock } from '../../test/audit-stock.ts';
import {
  createStockStore,
  openInventoryDatabase,
  openReplica,
  stockUp,
} from '../../test/open-store.ts';
import type { InventoryDatabase } from '../../test/open-store.ts';
import type { StockStore } from './stock-store.ts';

let databases: InventoryDatabase[];
let stores: StockStore[];
let store: StockStore;
beforeAll(async () => {
  const first = await openInventoryDatabase();
  databases = [first, await openReplica(first)];
  stores = databases.map(createStockStore);
  [store] = stores as [StockStore];
});
afterAll(() => Promise.all(databases.map((database) => database.close())));

const anHourMs = 3_600_000;
const hold = (reservationId: string, items: { sku: string; quantity: number }[]) =>
  store.reserve({ reservationId, items, ttlMs: anHourMs }, {});

test('200 buyers of 50 units at two replicas buy exactly 50', async () => {
  await stockUp(store, ['rare'], 50n);
  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, buyer) => {
      const replica = stores[buyer % stores.length]!;
      const reservationId = `buyer-${buyer}`;
      const items = [{ sku: 'rare', quantity: 1 }];
      const { state } = await replica.reserve({ reservationId, items, ttlMs: anHourMs }, {});
      return state === 'HELD' ? (await replica.commit(reservationId, {}))?.state : state;
    }),
  );
  expect(answers.filter((state) => state === 'COMMITTED')).toHaveLength(50);
  expect(answers.filter((state) => state === 'REFUSED')).toHaveLength(150);
  expect(await store.findStock('rare', {})).toMatchObject({ onHand: 0n, reserved: 0n });
  expect(await auditStock(databases[0]!)).toEqual([]);
});

test('whoever wants overlapping skus in any order never waits in a circle', async () => {
  const skus = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'];
  await stockUp(store, skus, 1_000_000n);
  const wanted = fc.shuffledSubarray(skus, { minLength: 2 });
  const deadlocks = countDeadlocks();
  await Promise.all(
    fc.sample(wanted, 240).map(async (some, index) => {
      const replica = stores[index % stores.length]!;
      const reservationId = `circle-${index}`;
      const items = some.map((sku) => ({ sku, quantity: 1 }));
      await replica.reserve({ reservationId, items, ttlMs: index % 3 === 0 ? 1 : anHourMs }, {});
      if (index % 3 === 0) await replica.expireDue(50, {});
      else if (index % 3 === 1) await replica.commit(reservationId, {});
      else await replica.release(reservationId, {});
      if (index % 10 === 0) await stockUp(replica, some, 1n);
    }),
  );
  expect(deadlocks.end()).toBe(0);
  expect(await auditStock(databases[0]!)).toEqual([]);
});

/** Of all replicas here; a transaction that lost in one is run again, and nobody hears of it. */
function countDeadlocks() {
  let count = 0;
  const channel = `tracing:${STATEMENT_CHANNEL}:error`;
  const note = (message: unknown): void => {
    const { error } = message as { error: { code?: string } };
    if (error.code === '40P01') count += 1;
  };
  subscribe(channel, note);
  return {
    end: () => {
      unsubscribe(channel, note);
      return count;
    },
  };
}

test('one reservation id asked for by many at once sets stock aside once', async () => {
  await stockUp(store, ['same'], 10n);
  const items = [{ sku: 'same', quantity: 3 }];
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      stores[index % stores.length]!.reserve({ reservationId: 'same', items, ttlMs: anHourMs }, {}),
    ),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer, inWords))).size).toBe(1);
  expect(await store.findStock('same', {})).toMatchObject({ reserved: 3n, onHand: 10n });
});

const inWords = (_key: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);

test('one reservation committed and released by many at once ends once', async () => {
  await stockUp(store, ['end'], 10n);
  await hold('end', [{ sku: 'end', quantity: 4 }]);
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? stores[0]!.commit('end', {}) : stores[1]!.release('end', {}),
    ),
  );
  // Whichever came first, a release ends it.
  expect(await store.commit('end', {})).toMatchObject({ state: 'RELEASED' });
  expect(await store.findStock('end', {})).toMatchObject({ reserved: 0n, onHand: 10n });
});

test('a commit that overtakes its reservation finds none or ends it, and nothing in between', async () => {
  await stockUp(store, ['race'], 1000n);
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const items = [{ sku: 'race', quantity: 1 }];
      const reservationId = `race-${index}`;
      const [, committed] = await Promise.all([
        stores[0]!.reserve({ reservationId, items, ttlMs: anHourMs }, {}),
        stores[1]!.commit(reservationId, {}),
      ]);
      return committed?.state;
    }),
  );
  expect(answers.filter((state) => state !== undefined && state !== 'COMMITTED')).toEqual([]);
  expect(await auditStock(databases[0]!)).toEqual([]);
});

test('a refusal is kept: stock that comes later does not change it', async () => {
  await stockUp(store, ['late'], 1n);
  const items = [
    { sku: 'nobody-knows', quantity: 1 },
    { sku: 'late', quantity: 5 },
  ];
  const refused = await hold('late', items);
  expect(refused).toEqual({
    state: 'REFUSED',
    reservationId: 'late',
    shortages: [
      { sku: 'nobody-knows', requested: 1, available: 0n, unknownSku: true },
      { sku: 'late', requested: 5, available: 1n, unknownSku: false },
    ],
  });
  await stockUp(store, ['late', 'nobody-knows'], 100n);
  expect(await hold('late', items)).toEqual(refused);
  expect(await store.commit('late', {})).toEqual(refused);
  expect(await store.release('late', {})).toEqual(refused);
});

test('a reservation keeps the prices it was made at', async () => {
  await stockUp(store, ['price'], 10n);
  await hold('price', [{ sku: 'price', quantity: 2 }]);
  await store.importRows([{ sku: 'price', name: 'x', priceCents: 999n, received: 0n }], {});
  expect(await store.commit('price', {})).toMatchObject({
    lines: [{ sku: 'price', quantity: 2, unitPriceCents: 100n }],
  });
});

test('stock that nobody commits in time goes back by itself', async () => {
  await stockUp(store, ['idle'], 5n);
  const items = [{ sku: 'idle', quantity: 5 }];
  await store.reserve({ reservationId: 'idle', items, ttlMs: 1 }, {});
  // Two replicas sweep at the same time; a held row is one's or the other's.
  const counts = await Promise.all(stores.map((replica) => replica.expireDue(100, {})));
  while (counts.reduce((sum, count) => sum + count) === 0)
    counts.push(await store.expireDue(9, {}));
  expect(counts.reduce((sum, count) => sum + count)).toBe(1);
  expect(await store.findStock('idle', {})).toMatchObject({ reserved: 0n, onHand: 5n });
  expect(await store.commit('idle', {})).toMatchObject({ state: 'EXPIRED' });
});

test.each(['commit', 'release'] as const)(
  'a %s looks at the clock by itself: a hold whose time is over only expires',
  async (end) => {
    const sku = `clock-${end}`;
    await stockUp(store, [sku], 5n);
    const items = [{ sku, quantity: 5 }];
    await store.reserve({ reservationId: sku, items, ttlMs: 0 }, {});
    expect(await store[end](sku, {})).toMatchObject({ state: 'EXPIRED' });
    expect(await store.findStock(sku, {})).toMatchObject({ reserved: 0n, onHand: 5n });
  },
);

test('a reservation says when it ends by itself', async () => {
  await stockUp(store, ['when'], 5n);
  const held = await hold('when', [{ sku: 'when', quantity: 1 }]);
  const expiresAt = 'expiresAt' in held ? held.expiresAt.getTime() : 0;
  expect(Math.abs(expiresAt - Date.now() - anHourMs)).toBeLessThan(60_000);
});

test('a call whose time is over is told so and leaves no lock behind', async () => {
  await stockUp(store, ['locked'], 5n);
  const entered = createGate();
  const leave = createGate();
  const locker = databases[0]!.transaction({}, async (transaction) => {
    await sql`SELECT FROM stock WHERE sku = 'locked' FOR UPDATE`.execute(transaction);
    entered.open();
    await leave.opened;
  });
  await entered.opened;
  const items = [{ sku: 'locked', quantity: 1 }];
  const late = store.reserve(
    { reservationId: 'locked', items, ttlMs: anHourMs },
    { timeLeftMs: 50 },
  );
  await expect(late).rejects.toMatchObject({ code: 4 });
  leave.open();
  await locker;
  expect(await store.adjust('locked', 1n, { timeLeftMs: 5000 })).toMatchObject({
    kind: 'adjusted',
  });
});
