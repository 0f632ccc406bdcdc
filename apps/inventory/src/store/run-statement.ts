import { CompiledQuery } from 'kysely';
import type { Kysely } from 'kysely';
import type { InventoryTables } from './tables.ts';

/**
 * Runs a statement of one text. Where it changes rows it is a transaction by itself: all of it or
 * nothing, and its locks are held for no round trip.
 */
export async function runStatement<Row>(
  db: Kysely<InventoryTables>,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const { rows } = await db.executeQuery(CompiledQuery.raw(text, [...values]));
  return rows as Row[];
}
