import { CompiledQuery } from 'kysely';
import type { Kysely } from 'kysely';
import type { OrdersTables } from './tables.ts';

/** Runs a statement of one text. */
export async function runStatement<Row>(
  db: Kysely<OrdersTables>,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const { rows } = await db.executeQuery(CompiledQuery.raw(text, [...values]));
  return rows as Row[];
}
