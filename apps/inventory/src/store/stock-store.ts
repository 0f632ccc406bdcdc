import type { CallOptions } from '@ballast/persistence';
import type { ImportRow } from '../domain/import-rows.ts';
import type { Reservation, ReservationItem } from '../domain/reservation.ts';
import type { Stock } from '../domain/stock.ts';

export interface ReserveCommand {
  readonly reservationId: string;
  /** Each sku once. */
  readonly items: readonly ReservationItem[];
  /** How long the stock is held, in milliseconds from now. */
  readonly ttlMs: number;
}

export type Adjustment =
  | { readonly kind: 'adjusted'; readonly stock: Stock }
  | { readonly kind: 'refused'; readonly reason: 'UNKNOWN_SKU' | 'BELOW_RESERVED' };

/**
 * Where stock and reservations are kept. Every change is one transaction. All methods reject with a
 * StatusError where the database is away or busy, and where the call ends first (see `Database` of
 * @ballast/persistence); a change may then have been made or not.
 */
export interface StockStore {
  findStock(sku: string, call: CallOptions): Promise<Stock | undefined>;
  /** The stock of those of the skus that are known, ordered by sku. */
  findStocks(skus: readonly string[], call: CallOptions): Promise<Stock[]>;
  /** At most `limit`, ordered by sku, from the first after `afterSku` on. */
  listStock(page: StockPage, call: CallOptions): Promise<Stock[]>;
  /**
   * The first answer for the id, given again as it stands now.
   *
   * @throws ALREADY_EXISTS (`RESERVATION_DIFFERS`) where the id is known with other items.
   */
  reserve(command: ReserveCommand, call: CallOptions): Promise<Reservation>;
  /** The reservation as it then stands; undefined where there is none. */
  commit(reservationId: string, call: CallOptions): Promise<Reservation | undefined>;
  /** The reservation as it then stands; undefined where there is none. */
  release(reservationId: string, call: CallOptions): Promise<Reservation | undefined>;
  /** Adds all rows or, where it rejects, none. */
  importRows(rows: readonly ImportRow[], call: CallOptions): Promise<void>;
  adjust(sku: string, delta: bigint, call: CallOptions): Promise<Adjustment>;
  /** Ends at most `limit` reservations whose time is over; returns how many. */
  expireDue(limit: number, call: CallOptions): Promise<number>;
}

export interface StockPage {
  readonly afterSku: string | undefined;
  readonly limit: number;
}

/** What is told of every change of stock, in any process. */
export interface StockChanges {
  /**
   * Every change of any sku, from when `ready` resolves on; the changes of a sku in the order of
   * its versions, none left out.
   *
   * @throws ABORTED (`EVENTS_MISSED`) to a reader that has fallen too far behind.
   */
  follow(signal: AbortSignal): AsyncIterable<Stock> & { readonly ready: Promise<void> };
  /** The changes of one sku after a version, those that are still kept and those that come. */
  followSku(sku: string, afterVersion: bigint, signal: AbortSignal): AsyncIterable<Stock>;
  /** Forgets at most 1000 changes older than this; returns how many. */
  trim(olderThanMs: number, call: CallOptions): Promise<number>;
}
