import type { ImportRow } from './import-rows.ts';
import { foldImportRows } from './import-rows.ts';
import type { Reservation, ReservationItem, Shortage } from './reservation.ts';
import { availableOf } from './stock.ts';
import type { Stock } from './stock.ts';

/**
 * The rules of stock, written to be read: all of it in memory, one change after the other. The
 * store runs the same rules as one SQL statement for each change, so that locks are held for no
 * longer than that; a property test holds the two together.
 */
export interface Ledger {
  readonly stock: Map<string, Stock>;
  readonly reservations: Map<string, Reservation>;
}

export function createLedger(): Ledger {
  return { stock: new Map(), reservations: new Map() };
}

export interface ReserveOrder {
  readonly reservationId: string;
  readonly items: readonly ReservationItem[];
  readonly expiresAt: Date;
}

/** All items or none; the first answer for an id is kept. */
export function reserve(ledger: Ledger, { reservationId, items, expiresAt }: ReserveOrder) {
  const known = ledger.reservations.get(reservationId);
  if (known !== undefined) return known;
  const shortages = items.flatMap((item) => shortageOf(ledger, item));
  const reservation: Reservation =
    shortages.length > 0
      ? { state: 'REFUSED', reservationId, shortages }
      : {
          state: 'HELD',
          reservationId,
          expiresAt,
          lines: items.map((item) => ({
            ...item,
            unitPriceCents: ledger.stock.get(item.sku)?.priceCents ?? 0n,
          })),
        };
  ledger.reservations.set(reservationId, reservation);
  if (reservation.state === 'HELD') move(ledger, reservation.lines, { reserved: 1n });
  return reservation;
}

/** Held stock leaves the house, unless its time is over. Any other state stays as it is. */
export function commit(ledger: Ledger, reservationId: string, now: Date) {
  const reservation = ledger.reservations.get(reservationId);
  if (reservation?.state !== 'HELD') return reservation;
  if (reservation.expiresAt <= now) return expire(ledger, reservation);
  move(ledger, reservation.lines, { reserved: -1n, onHand: -1n });
  return end(ledger, reservation, 'COMMITTED');
}

/** Stock goes back to where it was: held stock is free, committed stock returns to the house. */
export function release(ledger: Ledger, reservationId: string, now: Date) {
  const reservation = ledger.reservations.get(reservationId);
  if (reservation?.state === 'COMMITTED') {
    move(ledger, reservation.lines, { onHand: 1n });
    return end(ledger, reservation, 'RELEASED');
  }
  if (reservation?.state !== 'HELD') return reservation;
  if (reservation.expiresAt <= now) return expire(ledger, reservation);
  move(ledger, reservation.lines, { reserved: -1n });
  return end(ledger, reservation, 'RELEASED');
}

/** Ends every reservation whose time is over. */
export function expireDue(ledger: Ledger, now: Date): number {
  const due = [...ledger.reservations.values()].filter(
    (reservation) => reservation.state === 'HELD' && reservation.expiresAt <= now,
  );
  for (const reservation of due) expire(ledger, reservation);
  return due.length;
}

/** Units found or lost; refused where fewer would be left than are reserved. */
export function adjust(ledger: Ledger, sku: string, delta: bigint) {
  const stock = ledger.stock.get(sku);
  if (stock === undefined) return { kind: 'refused', reason: 'UNKNOWN_SKU' } as const;
  if (stock.onHand + delta < stock.reserved) {
    return { kind: 'refused', reason: 'BELOW_RESERVED' } as const;
  }
  const adjusted = changed(stock, { received: delta, onHand: delta });
  ledger.stock.set(sku, adjusted);
  return { kind: 'adjusted', stock: adjusted } as const;
}

/** Name and price are replaced, units added. */
export function importRows(ledger: Ledger, rows: readonly ImportRow[]): void {
  for (const { sku, name, priceCents, received } of foldImportRows(rows)) {
    const known = ledger.stock.get(sku);
    const base = known ?? { sku, received: 0n, onHand: 0n, reserved: 0n, version: 0n };
    const stock = { ...base, name, priceCents };
    ledger.stock.set(sku, changed(stock, { received, onHand: received }));
  }
}

type Held = Extract<Reservation, { state: 'HELD' }>;
type WithLines = Exclude<Reservation, { state: 'REFUSED' }>;
type Change = Partial<Record<'received' | 'onHand' | 'reserved', bigint>>;

function shortageOf(ledger: Ledger, { sku, quantity }: ReservationItem): Shortage[] {
  const stock = ledger.stock.get(sku);
  const available = stock === undefined ? 0n : availableOf(stock);
  if (stock !== undefined && available >= BigInt(quantity)) return [];
  return [{ sku, requested: quantity, available, unknownSku: stock === undefined }];
}

function expire(ledger: Ledger, reservation: Reservation): Reservation {
  const held = reservation as Held;
  move(ledger, held.lines, { reserved: -1n });
  return end(ledger, held, 'EXPIRED');
}

function end(
  ledger: Ledger,
  { reservationId, lines }: WithLines,
  state: 'COMMITTED' | 'RELEASED' | 'EXPIRED',
) {
  const ended: Reservation = { state, reservationId, lines };
  ledger.reservations.set(reservationId, ended);
  return ended;
}

/** Changes the stock of every line by its quantity times the factors. */
function move(ledger: Ledger, lines: WithLines['lines'], factors: Change): void {
  for (const { sku, quantity } of lines) {
    const stock = ledger.stock.get(sku);
    if (stock === undefined) continue;
    const units = BigInt(quantity);
    ledger.stock.set(
      sku,
      changed(stock, {
        onHand: (factors.onHand ?? 0n) * units,
        reserved: (factors.reserved ?? 0n) * units,
      }),
    );
  }
}

function changed(stock: Stock, by: Change): Stock {
  return {
    ...stock,
    received: stock.received + (by.received ?? 0n),
    onHand: stock.onHand + (by.onHand ?? 0n),
    reserved: stock.reserved + (by.reserved ?? 0n),
    version: stock.version + 1n,
  };
}
