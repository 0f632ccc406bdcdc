import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Stock } from '../domain/stock.ts';
import type { InventoryTables } from './tables.ts';
import { toStock } from './to-domain.ts';

export async function findStock(db: Kysely<InventoryTables>, sku: string) {
  const row = await db.selectFrom('stock').selectAll().where('sku', '=', sku).executeTakeFirst();
  return row && toStock(row);
}

export async function findStocks(
  db: Kysely<InventoryTables>,
  skus: readonly string[],
): Promise<Stock[]> {
  const rows = await db
    .selectFrom('stock')
    .selectAll()
    .where(sql<boolean>`sku = ANY (${skus})`)
    .orderBy('sku')
    .execute();
  return rows.map(toStock);
}

export async function listStock(
  db: Kysely<InventoryTables>,
  { afterSku, limit }: { afterSku: string | undefined; limit: number },
): Promise<Stock[]> {
  const rows = await db
    .selectFrom('stock')
    .selectAll()
    .where('sku', '>', afterSku ?? '')
    .orderBy('sku')
    .limit(limit)
    .execute();
  return rows.map(toStock);
}
