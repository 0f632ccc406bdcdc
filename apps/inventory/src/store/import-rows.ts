import type { Kysely } from 'kysely';
import { foldImportRows } from '../domain/import-rows.ts';
import type { ImportRow } from '../domain/import-rows.ts';
import { journal } from './journal.ts';
import { runStatement } from './run-statement.ts';
import type { InventoryTables } from './tables.ts';

// Rows come folded and in the order of skus, so that skus are locked as every writer locks them.
const text = `
  WITH changed AS (
    INSERT INTO stock AS s (sku, name, price_cents, received, on_hand)
    SELECT sku, name, price_cents, received, received
    FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) WITH ORDINALITY
      AS row (sku, name, price_cents, received, line)
    ORDER BY line
    ON CONFLICT (sku) DO UPDATE SET name = excluded.name, price_cents = excluded.price_cents,
      received = s.received + excluded.received, on_hand = s.on_hand + excluded.received,
      version = s.version + 1
    RETURNING s.sku, s.name, s.price_cents, s.received, s.on_hand, s.reserved, s.version
  )
  ${journal}`;

/** Adds all rows or none. */
export async function importRows(
  db: Kysely<InventoryTables>,
  rows: readonly ImportRow[],
): Promise<void> {
  const folded = foldImportRows(rows);
  await runStatement(db, text, [
    folded.map(({ sku }) => sku),
    folded.map(({ name }) => name),
    folded.map(({ priceCents }) => priceCents),
    folded.map(({ received }) => received),
  ]);
}
