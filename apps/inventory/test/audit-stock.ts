import { sql } from 'kysely';
import type { InventoryDatabase } from './open-store.ts';

/** The skus whose stock does not add up with the reservations; empty where all does. */
export async function auditStock(database: InventoryDatabase): Promise<unknown[]> {
  const { rows } = await database.read({}, (db) =>
    sql`
      SELECT s.sku, s.received, s.on_hand, s.reserved, l.committed, l.held FROM stock s, LATERAL (
        SELECT
          coalesce(sum(l.quantity) FILTER (WHERE r.state = 'COMMITTED'), 0) AS committed,
          coalesce(sum(l.quantity) FILTER (WHERE r.state = 'HELD'), 0) AS held
        FROM reservation_line l JOIN reservation r USING (reservation_id) WHERE l.sku = s.sku
      ) AS l
      WHERE s.on_hand <> s.received - l.committed OR s.reserved <> l.held
        OR s.reserved NOT BETWEEN 0 AND s.on_hand`.execute(db),
  );
  return rows;
}
