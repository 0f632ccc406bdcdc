import type { Kysely } from 'kysely';
import { fingerprintOfItems } from '../domain/items.ts';
import type { Reservation } from '../domain/reservation.ts';
import { journal } from './journal.ts';
import { runStatement } from './run-statement.ts';
import type { ReserveCommand } from './stock-store.ts';
import type { InventoryTables, ReservationRow } from './tables.ts';
import { toReservation } from './to-domain.ts';

/**
 * All items or none, in one statement:
 *
 * - `locked` locks the wanted skus in their order (as every writer does, so none waits in a circle)
 *   and reads them as they are then, not as they were when the statement began (READ COMMITTED:
 *   "the updated version of the row is locked and returned").
 * - `claimed` writes the answer under the id. Where the id is known it writes nothing, nothing else
 *   happens, and the statement returns no row; of two at once the second waits for the first.
 * - `kept` and `changed` set the stock aside where the answer is HELD.
 */
const text = `
  WITH wanted AS (
    SELECT * FROM unnest($2::text[], $3::integer[]) WITH ORDINALITY AS item (sku, quantity, line)
  ), locked AS (
    SELECT s.sku, s.price_cents, s.on_hand - s.reserved AS available
    FROM stock s JOIN wanted w ON s.sku = w.sku
    ORDER BY s.sku
    FOR NO KEY UPDATE OF s
  ), judged AS (
    SELECT w.line, w.sku, w.quantity, l.price_cents,
      coalesce(l.available, 0) AS available,
      l.sku IS NULL AS unknown_sku,
      coalesce(l.available < w.quantity, true) AS short
    FROM wanted w LEFT JOIN locked l ON l.sku = w.sku
  ), claimed AS (
    INSERT INTO reservation (reservation_id, items_fingerprint, expires_at, state, shortages)
    SELECT $1, $4, clock_timestamp() + $5::float8 * interval '1 millisecond',
      CASE WHEN bool_or(short) THEN 'REFUSED' ELSE 'HELD' END,
      jsonb_agg(
        jsonb_build_object('sku', sku, 'requested', quantity,
          'available', available::text, 'unknownSku', unknown_sku)
        ORDER BY line
      ) FILTER (WHERE short)
    FROM judged
    ON CONFLICT (reservation_id) DO NOTHING
    RETURNING state, expires_at, shortages
  ), kept AS (
    INSERT INTO reservation_line (reservation_id, line, sku, quantity, unit_price_cents)
    SELECT $1, j.line, j.sku, j.quantity, j.price_cents
    FROM judged j CROSS JOIN claimed c WHERE c.state = 'HELD'
    RETURNING line, sku, quantity, unit_price_cents
  ), changed AS (
    UPDATE stock s SET reserved = s.reserved + k.quantity, version = s.version + 1
    FROM kept k WHERE s.sku = k.sku
    RETURNING s.sku, s.name, s.price_cents, s.received, s.on_hand, s.reserved, s.version
  ), journal AS (${journal})
  SELECT $1::text AS reservation_id, c.state, c.expires_at, c.shortages,
    (SELECT jsonb_agg(
      jsonb_build_array(sku, quantity, unit_price_cents::text) ORDER BY line) FROM kept) AS lines
  FROM claimed c`;

/** The answer that was written; undefined where the id is known already. */
export async function reserve(
  db: Kysely<InventoryTables>,
  { reservationId, items, ttlMs }: ReserveCommand,
): Promise<Reservation | undefined> {
  const [row] = await runStatement<ReservationRow>(db, text, [
    reservationId,
    items.map(({ sku }) => sku),
    items.map(({ quantity }) => quantity),
    fingerprintOfItems(items),
    ttlMs,
  ]);
  return row && toReservation(row);
}
