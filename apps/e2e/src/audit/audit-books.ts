import assert from 'node:assert/strict';
import { silentLogger } from '@ballast/logging';
import { openDatabase } from '@ballast/persistence';
import { sql } from 'kysely';
import { waitUntil } from '../wait-until.ts';
import { rules, unfinished } from './rules.ts';

interface Finding {
  readonly rule: string;
  readonly fact: unknown;
}

/**
 * Looks into the database itself, past the services: waits until nothing is under way any more, then
 * compares what the services have written with each other.
 *
 * @throws AssertionError with every fact that breaks a rule; Error where something stays unfinished.
 */
export async function auditBooks(databaseUrl: string): Promise<void> {
  await using database = openDatabase<never>({
    url: databaseUrl,
    // Every table is named with its schema.
    schema: 'public',
    applicationName: 'e2e-audit',
    logger: silentLogger,
    maxConnections: 1,
  });
  const query = (all: typeof rules) =>
    database.read({}, async (db) => {
      const parts = all.map(({ says, offenders }) => {
        return sql`select ${sql.lit(says)} as rule, to_jsonb(offender) as fact from (${offenders}) as offender`;
      });
      // One statement, and so one snapshot: what moves meanwhile moves for all rules.
      return (await sql<Finding>`${sql.join(parts, sql` union all `)}`.execute(db)).rows;
    });

  await waitUntil('nothing is under way', async () => {
    const open = await query(unfinished);
    if (open.length === 0) return true;
    throw new Error(JSON.stringify(open.slice(0, 5)));
  });
  assert.deepEqual(await query(rules), []);
}
