import type { ReservationState } from '../domain/reservation.ts';

/** The tables of the inventory as Kysely reads them; 64-bit numbers come as `bigint`. */
export interface InventoryTables {
  stock: {
    sku: string;
    name: string;
    price_cents: bigint;
    received: bigint;
    on_hand: bigint;
    reserved: bigint;
    version: bigint;
  };
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

/** A shortage as it stands in the JSON of a refused reservation. */
export interface ShortageRow {
  sku: string;
  requested: number;
  /** As text: JSON numbers are not exact past 2^53. */
  available: string;
  unknownSku: boolean;
}
