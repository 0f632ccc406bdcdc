import type { Kysely } from 'kysely';
import { journal } from './journal.ts';
import { runStatement } from './run-statement.ts';
import type { Adjustment } from './stock-store.ts';
import type { InventoryTables, StockRow } from './tables.ts';
import { toStock } from './to-domain.ts';

const text = `
  WITH known AS (
    SELECT sku FROM stock WHERE sku = $1 FOR NO KEY UPDATE
  ), changed AS (
    UPDATE stock s SET received = s.received + $2, on_hand = s.on_hand + $2,
      version = s.version + 1
    FROM known k WHERE s.sku = k.sku AND s.on_hand + $2 >= s.reserved
    RETURNING s.sku, s.name, s.price_cents, s.received, s.on_hand, s.reserved, s.version
  ), journal AS (${journal})
  SELECT k.sku AS known_sku, c.* FROM known k LEFT JOIN changed c ON c.sku = k.sku`;

/** Adds `delta` units, or refuses where fewer would be left than are reserved. */
export async function adjustStock(
  db: Kysely<InventoryTables>,
  sku: string,
  delta: bigint,
): Promise<Adjustment> {
  type Row = { known_sku: string } & (StockRow | { sku: null });
  const [row] = await runStatement<Row>(db, text, [sku, delta]);
  if (row === undefined) return { kind: 'refused', reason: 'UNKNOWN_SKU' };
  if (row.sku === null) return { kind: 'refused', reason: 'BELOW_RESERVED' };
  return { kind: 'adjusted', stock: toStock(row) };
}
