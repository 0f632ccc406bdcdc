import { randomUUID } from 'node:crypto';
import type { StatusError } from '@ballast/status';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditStock } from '../../test/audit-stock.ts';
import { openInventoryDatabase } from '../../test/open-store.ts';
import type { InventoryDatabase } from '../../test/open-store.ts';
import * as rules from '../domain/ledger.ts';
import type { Ledger } from '../domain/ledger.ts';
import type { ImportRow } from '../domain/import-rows.ts';
import { fingerprintOfItems } from '../domain/items.ts';
import type { ReservationState } from '../domain/reservation.ts';
import { createStockStore } from './create-stock-store.ts';
import type { StockStore } from './stock-store.ts';

let database: InventoryDatabase;
let store: StockStore;
beforeAll(async () => {
  database = await openInventoryDatabase();
  store = createStockStore(database);
});
afterAll(() => database.close());

const now = new Date(0);
const later = new Date(1);
const anHourMs = 3_600_000;

/** One run: the rules and the store side by side, under names of their own. */
interface World {
  readonly ledger: Ledger;
  readonly name: string;
  /** What was asked for first under each reservation id. */
  readonly asked: Map<string, string>;
}

/** Does the same to both and compares their answers. */
type Command = (world: World) => Promise<void>;

const sku = fc.constantFrom('a', 'b', 'c');
const reservationName = fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6');
const item = fc.record({
  sku: fc.oneof({ weight: 19, arbitrary: sku }, fc.constant('unknown')),
  quantity: fc.integer({ min: 1, max: 6 }),
});
const items = fc.uniqueArray(item, { selector: (one) => one.sku, minLength: 1, maxLength: 3 });

const reserve = fc.tuple(reservationName, items).map(([id, wanted]): Command => {
  return async (world) => {
    const { ledger, name } = world;
    const reservationId = `${name}-${id}`;
    const named = wanted.map((one) => ({ ...one, sku: `${name}-${one.sku}` }));
    const asked = fingerprintOfItems(named).toString('hex');
    const first = world.asked.get(reservationId) ?? asked;
    world.asked.set(reservationId, first);
    const known = timeless(
      rules.reserve(ledger, { reservationId, items: named, expiresAt: later }),
    );
    const answer = await store
      .reserve({ reservationId, items: named, ttlMs: anHourMs }, {})
      .then(timeless, (error: unknown) => ({ refusedAs: (error as StatusError).reason }));
    expect(answer).toEqual(asked === first ? known : { refusedAs: 'RESERVATION_DIFFERS' });
  };
});

const commit = reservationName.map((id): Command => {
  return async ({ ledger, name }) => {
    const actual = await store.commit(`${name}-${id}`, {});
    expect(timeless(actual)).toEqual(timeless(rules.commit(ledger, `${name}-${id}`, now)));
  };
});

const release = reservationName.map((id): Command => {
  return async ({ ledger, name }) => {
    const actual = await store.release(`${name}-${id}`, {});
    expect(timeless(actual)).toEqual(timeless(rules.release(ledger, `${name}-${id}`, now)));
  };
});

/** The time of a hold is over, though nobody has noticed. */
const lapse = reservationName.map((id): Command => {
  return async ({ ledger, name }) => {
    const reservationId = `${name}-${id}`;
    const known = ledger.reservations.get(reservationId);
    if (known?.state === 'HELD')
      ledger.reservations.set(reservationId, { ...known, expiresAt: now });
    await database.read({}, (db) =>
      sql`UPDATE reservation SET expires_at = now() - interval '1 second'
        WHERE reservation_id = ${reservationId}`.execute(db),
    );
  };
});

const sweep: fc.Arbitrary<Command> = fc.constant(async ({ ledger }) => {
  expect(await store.expireDue(100, {})).toBe(rules.expireDue(ledger, now));
});

const adjust = fc.tuple(sku, fc.bigInt({ min: -6n, max: 6n })).map(([one, delta]): Command => {
  return async ({ ledger, name }) => {
    const actual = await store.adjust(`${name}-${one}`, delta, {});
    expect(versionless(actual)).toEqual(versionless(rules.adjust(ledger, `${name}-${one}`, delta)));
  };
});

const row = fc.record({
  sku,
  name: fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0')),
  priceCents: fc.bigInt({ min: 0n, max: 1_000_000_000n }),
  received: fc.bigInt({ min: 0n, max: 12n }),
});
const importRows = fc.array(row, { maxLength: 4 }).map((rows): Command => {
  return (world) => importing(world, rows);
});
const firstRows = ['a', 'b', 'c'].map((one) => ({
  ...{ sku: one, name: one, priceCents: 100n, received: 12n },
}));

async function importing({ ledger, name }: World, rows: readonly ImportRow[]): Promise<void> {
  const named = rows.map((one) => ({ ...one, sku: `${name}-${one.sku}` }));
  rules.importRows(ledger, named);
  await store.importRows(named, {});
}

/** The database's clock is not the rules'. */
function timeless(reservation: object | undefined) {
  return reservation && { ...reservation, expiresAt: undefined };
}

/** A sweep changes a sku once for many reservations, the rules once for each. */
function versionless(answer: object) {
  return 'stock' in answer
    ? { ...answer, stock: { ...(answer.stock as object), version: 0n } }
    : answer;
}

test('whatever is done, the store answers as the rules do and its stock adds up', async () => {
  const command = fc.oneof(
    { weight: 4, arbitrary: reserve },
    { weight: 3, arbitrary: commit },
    { weight: 3, arbitrary: release },
    { weight: 3, arbitrary: lapse },
    { weight: 2, arbitrary: sweep },
    { weight: 2, arbitrary: adjust },
    { weight: 3, arbitrary: importRows },
  );
  const commands = fc.array(command, { minLength: 5, maxLength: 40 });
  const statesSeen = new Set<ReservationState>();
  await fc.assert(
    fc.asyncProperty(commands, async (run) => {
      // Holds of an earlier run that failed would be swept in this one.
      await database.read({}, (db) =>
        sql`TRUNCATE reservation, reservation_line, stock`.execute(db),
      );
      const name = randomUUID().slice(0, 8);
      const world: World = { ledger: rules.createLedger(), name, asked: new Map() };
      await importing(world, firstRows);
      for (const one of run) await one(world);
      for (const { state } of world.ledger.reservations.values()) statesSeen.add(state);

      expect(await auditStock(database)).toEqual([]);
      const stock = await store.listStock({ afterSku: undefined, limit: 10 }, {});
      const bySku = [...world.ledger.stock.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));
      expect(stock.map((one) => ({ ...one, version: 0n }))).toEqual(
        bySku.map((one) => ({ ...one, version: 0n })),
      );
    }),
    { numRuns: 60 },
  );
  // Else the runs say little.
  expect([...statesSeen].sort()).toEqual(['COMMITTED', 'EXPIRED', 'HELD', 'REFUSED', 'RELEASED']);
});
