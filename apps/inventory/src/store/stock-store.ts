import type { ImportRow } from '../domain/import-rows.ts';
import type { Reservation, ReservationItem } from '../domain/reservation.ts';
import type { Stock } from '../domain/stock.ts';

/** How long a call may take: what a handler's context has of it. */
export interface CallBudget {
  readonly signal?: AbortSignal;
  /** Milliseconds left for all of it. */
  readonly timeLeftMs?: number;
}

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
 * Where stock and reservations are kept. Every method is one transaction. All of them reject with a
 * StatusError: UNAVAILABLE where the database is away, DEADLINE_EXCEEDED or CANCELLED where the
 * budget ends first; then nothing was changed, or the answer was lost on its way.
 */
export interface StockStore {
  findStock(sku: string, budget: CallBudget): Promise<Stock | undefined>;
  /** At most `limit`, ordered by sku, from the first after `afterSku` on. */
  listStock(
    page: { afterSku: string | undefined; limit: number },
    budget: CallBudget,
  ): Promise<Stock[]>;
  /** The stock of those of the skus that are known. */
  findStocks(skus: readonly string[], budget: CallBudget): Promise<Stock[]>;
  /**
   * The first answer for the id, given again as it stands now.
   *
   * @throws ALREADY_EXISTS (`RESERVATION_DIFFERS`) where the id is known with other items.
   */
  reserve(command: ReserveCommand, budget: CallBudget): Promise<Reservation>;
  /** The reservation as it then stands; undefined where there is none. */
  commit(reservationId: string, budget: CallBudget): Promise<Reservation | undefined>;
  /** The reservation as it then stands; undefined where there is none. */
  release(reservationId: string, budget: CallBudget): Promise<Reservation | undefined>;
  /** Adds all rows or, where it rejects, none. */
  importRows(rows: readonly ImportRow[], budget: CallBudget): Promise<void>;
  adjust(sku: string, delta: bigint, budget: CallBudget): Promise<Adjustment>;
  /** Ends at most `limit` reservations whose time is over; returns how many. */
  expireDue(limit: number, budget: CallBudget): Promise<number>;
}
