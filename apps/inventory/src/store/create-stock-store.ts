import type { Database } from '@ballast/persistence';
import { aborted, alreadyExists } from '@ballast/status';
import type { Kysely } from 'kysely';
import { fingerprintOfItems } from '../domain/items.ts';
import type { Reservation } from '../domain/reservation.ts';
import { adjustStock } from './adjust-stock.ts';
import { endReservation, expireDue } from './end-reservations.ts';
import { findReservation } from './find-reservation.ts';
import { importRows } from './import-rows.ts';
import { stockHint } from './journal.ts';
import { findStock, findStocks, listStock } from './read-stock.ts';
import { reserve } from './reserve.ts';
import type { ReserveCommand, StockStore } from './stock-store.ts';
import type { InventoryTables } from './tables.ts';

type Db = Kysely<InventoryTables>;

/**
 * Stock in PostgreSQL. Reserve, Commit and Release go through `read`: each is one statement, a
 * transaction by itself, and does nothing when it is run a second time, which is what `read` asks
 * for; so the hot path has no round trips for BEGIN and COMMIT. Import and adjustment would count
 * twice: they go through `transaction`.
 */
export function createStockStore(database: Database<InventoryTables>): StockStore {
  const told = <Result>(result: Result): Result => {
    database.hints.send([stockHint]);
    return result;
  };

  return {
    findStock: (sku, call) => database.read(call, (db) => findStock(db, sku)),
    findStocks: (skus, call) => database.read(call, (db) => findStocks(db, skus)),
    listStock: (page, call) => database.read(call, (db) => listStock(db, page)),
    reserve: (command, call) => database.read(call, (db) => reserveOnce(db, command)).then(told),
    commit: (id, call) => database.read(call, (db) => endOnce(db, id, 'COMMITTED')).then(told),
    release: (id, call) => database.read(call, (db) => endOnce(db, id, 'RELEASED')).then(told),
    importRows: (rows, call) =>
      database.transaction(call, (transaction) => importRows(transaction, rows)).then(told),
    adjust: (sku, delta, call) =>
      database.transaction(call, (transaction) => adjustStock(transaction, sku, delta)).then(told),
    async expireDue(limit, call) {
      const count = await database.read(call, (db) => expireDue(db, limit));
      return count > 0 ? told(count) : count;
    },
  };
}

async function reserveOnce(db: Db, command: ReserveCommand): Promise<Reservation> {
  const reserved = await reserve(db, command);
  if (reserved !== undefined) return reserved;
  const { reservationId, items } = command;
  const known = await findReservation(db, reservationId);
  if (known === undefined) throw aborted(`reservation ${reservationId} has just been removed`);
  if (known.itemsFingerprint.equals(fingerprintOfItems(items))) return known.reservation;
  throw alreadyExists(`reservation ${reservationId} has other items`, {
    reason: 'RESERVATION_DIFFERS',
  });
}

async function endOnce(
  db: Db,
  reservationId: string,
  end: 'COMMITTED' | 'RELEASED',
): Promise<Reservation | undefined> {
  for (;;) {
    const ended = await endReservation(db, reservationId, end);
    if (ended !== undefined) return ended;
    const known = await findReservation(db, reservationId);
    // HELD here is one that was written between the two statements: it can end after all.
    if (known?.reservation.state !== 'HELD') return known?.reservation;
  }
}
