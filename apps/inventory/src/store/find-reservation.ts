import type { Kysely } from 'kysely';
import type { Reservation } from '../domain/reservation.ts';
import { runStatement } from './run-statement.ts';
import type { InventoryTables, ReservationRow } from './tables.ts';
import { toReservation } from './to-domain.ts';

const text = `
  SELECT r.reservation_id, r.state, r.expires_at, r.shortages, r.items_fingerprint,
    (SELECT jsonb_agg(
      jsonb_build_array(l.sku, l.quantity, l.unit_price_cents::text) ORDER BY l.line)
    FROM reservation_line l WHERE l.reservation_id = r.reservation_id) AS lines
  FROM reservation r WHERE r.reservation_id = $1`;

export interface KnownReservation {
  readonly reservation: Reservation;
  /** Of the items that were asked for. */
  readonly itemsFingerprint: Buffer;
}

export async function findReservation(
  db: Kysely<InventoryTables>,
  reservationId: string,
): Promise<KnownReservation | undefined> {
  type Row = ReservationRow & { items_fingerprint: Buffer };
  const [row] = await runStatement<Row>(db, text, [reservationId]);
  return row && { reservation: toReservation(row), itemsFingerprint: row.items_fingerprint };
}
