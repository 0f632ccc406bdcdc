import type { Kysely } from 'kysely';
import type { Reservation } from '../domain/reservation.ts';
import { journal } from './journal.ts';
import { runStatement } from './run-statement.ts';
import type { InventoryTables, ReservationRow } from './tables.ts';
import { toReservation } from './to-domain.ts';

/**
 * Ends the reservations of `target` and moves their stock, in one statement. `target` selects and
 * locks them, with the state each one `was` in and the state it `becomes`; after that the skus are
 * locked in their order, as every writer does. Where nothing is selected nothing happens.
 */
const endingOf = (target: string) => `
  WITH target AS MATERIALIZED (${target}), ended AS (
    UPDATE reservation r SET state = t.becomes
    FROM target t WHERE r.reservation_id = t.reservation_id
  ), line AS MATERIALIZED (
    SELECT l.reservation_id, l.line, l.sku, l.quantity, l.unit_price_cents, t.was, t.becomes
    FROM target t JOIN reservation_line l USING (reservation_id)
  ), movement AS (
    SELECT sku,
      sum(CASE WHEN was = 'HELD' THEN quantity ELSE 0 END) AS unreserved,
      sum(CASE WHEN was = 'COMMITTED' THEN quantity
               WHEN becomes = 'COMMITTED' THEN -quantity ELSE 0 END) AS returned
    FROM line GROUP BY sku
  ), locked AS (
    SELECT s.sku, m.unreserved, m.returned
    FROM stock s JOIN movement m ON s.sku = m.sku
    ORDER BY s.sku
    FOR NO KEY UPDATE OF s
  ), changed AS (
    UPDATE stock s SET reserved = s.reserved - l.unreserved, on_hand = s.on_hand + l.returned,
      version = s.version + 1
    FROM locked l WHERE s.sku = l.sku
    RETURNING s.sku, s.name, s.price_cents, s.received, s.on_hand, s.reserved, s.version
  ), journal AS (${journal})
  SELECT t.reservation_id, t.becomes AS state, t.expires_at, NULL AS shortages,
    (SELECT jsonb_agg(
      jsonb_build_array(l.sku, l.quantity, l.unit_price_cents::text) ORDER BY l.line)
    FROM line l WHERE l.reservation_id = t.reservation_id) AS lines
  FROM target t`;

// A hold whose time is over can only expire, whatever is wanted of it: the clock decides, and it
// is the database's.
const oneText = endingOf(`
    SELECT reservation_id, expires_at, state AS was,
      CASE WHEN state = 'HELD' AND expires_at <= clock_timestamp() THEN 'EXPIRED' ELSE $2 END AS becomes
    FROM reservation WHERE reservation_id = $1 AND state = ANY ($3::text[])
    FOR UPDATE`);

// Replicas that sweep at the same time take different ones.
const dueText = endingOf(`
    SELECT reservation_id, expires_at, state AS was, 'EXPIRED' AS becomes
    FROM reservation WHERE state = 'HELD' AND expires_at <= clock_timestamp()
    ORDER BY expires_at LIMIT $1
    FOR UPDATE SKIP LOCKED`);

const endedFrom = { COMMITTED: ['HELD'], RELEASED: ['HELD', 'COMMITTED'] } as const;

/** The reservation as it ended; undefined where there is none that can still end so. */
export async function endReservation(
  db: Kysely<InventoryTables>,
  reservationId: string,
  end: keyof typeof endedFrom,
): Promise<Reservation | undefined> {
  const [row] = await runStatement<ReservationRow>(db, oneText, [
    reservationId,
    end,
    endedFrom[end],
  ]);
  return row && toReservation(row);
}

/** Ends at most `limit` reservations whose time is over; returns how many. */
export async function expireDue(db: Kysely<InventoryTables>, limit: number): Promise<number> {
  return (await runStatement(db, dueText, [limit])).length;
}
