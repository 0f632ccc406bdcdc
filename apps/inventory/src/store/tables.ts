import type { ReservationState } from '../domain/reservation.ts';

/** The tables of the inventory; 64-bit numbers come as `bigint`. */
export interface InventoryTables {
  stock: StockRow;
  reservation: {
    reservation_id: string;
    state: ReservationState;
    items_fingerprint: Buffer;
    expires_at: Date;
    shortages: ShortageRow[] | null;
  };
  reservation_line: {
    reservation_id: string;
    line: number;
    sku: string;
    quantity: number;
    unit_price_cents: bigint;
  };
}

export interface StockRow {
  sku: string;
  name: string;
  price_cents: bigint;
  received: bigint;
  on_hand: bigint;
  reserved: bigint;
  version: bigint;
}

/** A reservation as statements return it, its lines in one column. */
export interface ReservationRow {
  reservation_id: string;
  state: ReservationState;
  expires_at: Date;
  shortages: ShortageRow[] | null;
  /** Null where it was refused. */
  lines: LineRow[] | null;
}

/** Sku, quantity, price of one unit; the price as text, since numbers in JSON are not exact past 2^53. */
export type LineRow = readonly [string, number, string];

/** A shortage in the JSON of a refused reservation; `available` as text for the same reason. */
export interface ShortageRow {
  sku: string;
  requested: number;
  available: string;
  unknownSku: boolean;
}
