import { setTimeout as delay } from 'node:timers/promises';
import { failedPrecondition, isStatusError } from '@ballast/status';
import { sql, type Transaction } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Database } from '../database/database.ts';
import { isConnectionLost } from '../database/database-errors.ts';
import type { ResolvedDatabaseOptions } from '../database/options.ts';
import { retryDelayMs } from '../database/retry-delay.ts';

export interface MigrateOptions {
  /**
   * How long to wait, in all, for a database that is not there yet and for another replica that
   * migrates, in milliseconds, 0 or more. Default 60 000.
   */
  readonly waitMs?: number;
  /** Ends the waiting. Default: never. */
  readonly signal?: AbortSignal;
}

const BACKOFF = { firstMs: 100, longestMs: 2_000 };

/**
 * @throws StatusError FAILED_PRECONDITION `SCHEMA_TOO_NEW` when the schema knows migrations that
 *   this program does not; UNAVAILABLE `DATABASE_UNAVAILABLE` when the database is not there within
 *   `waitMs`; the database's own error, in a message that names the migration, when one fails: then
 *   nothing of this run has happened.
 */
export async function migrateDatabase<Tables>(
  database: Database<Tables>,
  options: ResolvedDatabaseOptions,
  migrations: Record<string, Migration>,
  { waitMs = 60_000, signal }: MigrateOptions = {},
): Promise<void> {
  const { schema, logger } = options;
  const deadline = performance.now() + waitMs;
  for (let attempt = 1; ; attempt++) {
    const leftMs = Math.max(deadline - performance.now(), 1);
    try {
      const applied = await database.transaction({ signal }, (transaction) =>
        migrateOnce(transaction, options, migrations, leftMs),
      );
      if (applied.length > 0) logger.info({ schema, applied }, 'database migrated');
      return;
    } catch (error) {
      const pauseMs = retryDelayMs(attempt, BACKOFF);
      if (!isWorthWaiting(error) || performance.now() + pauseMs > deadline) throw error;
      logger.info({ schema, error: (error as Error).message }, 'waiting for the database');
      await delay(pauseMs, undefined, signal && { signal });
    }
  }
}

function isWorthWaiting(error: unknown): boolean {
  return isConnectionLost(error) || (isStatusError(error) && error.reason === 'LOCK_TIMEOUT');
}

async function migrateOnce<Tables>(
  transaction: Transaction<Tables>,
  { schema, lockTimeoutMs }: ResolvedDatabaseOptions,
  migrations: Record<string, Migration>,
  lockWaitMs: number,
): Promise<string[]> {
  // One lock per schema, held until the commit: replicas that start together go through one by one,
  // and all but the first find nothing to do. Building an index takes as long as it takes.
  await sql`set local statement_timeout = 0`.execute(transaction);
  await sql`set local lock_timeout = ${sql.lit(Math.ceil(lockWaitMs))}`.execute(transaction);
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ballast migrate ${schema}`}, 0))`.execute(
    transaction,
  );
  await sql`set local lock_timeout = ${sql.lit(lockTimeoutMs)}`.execute(transaction);
  const applied = await readApplied(transaction, schema);
  const names = Object.keys(migrations).sort();
  const unknown = [...applied].filter((name) => !(name in migrations)).sort();
  if (unknown.length > 0) {
    throw failedPrecondition(
      `the database schema ${schema} was migrated by a newer version of this program: it has ${unknown.join(', ')}, ` +
        `this program knows up to ${names.at(-1) ?? 'nothing'}; run the newer version`,
      { reason: 'SCHEMA_TOO_NEW', metadata: { schema } },
    );
  }
  const missing = names.filter((name) => !applied.has(name));
  for (const name of missing) {
    try {
      await migrations[name]?.up(transaction);
    } catch (cause) {
      if (isConnectionLost(cause)) throw cause;
      throw new Error(`migration ${name} of schema ${schema} failed: ${(cause as Error).message}`, {
        cause,
      });
    }
    await sql`insert into ballast_migration (name) values (${name})`.execute(transaction);
  }
  return missing;
}

async function readApplied<Tables>(
  transaction: Transaction<Tables>,
  schema: string,
): Promise<Set<string>> {
  const { rows } = await sql<{ schema: string | null; table: string | null }>`
    select to_regnamespace(${schema})::text as schema, to_regclass('ballast_migration')::text as table
  `.execute(transaction);
  // Asked first, because "if not exists" wants the right to create even where there is nothing to
  // create.
  if (rows[0]?.schema === null) await sql`create schema ${sql.id(schema)}`.execute(transaction);
  if (rows[0]?.table === null) {
    await sql`create table ballast_migration (
      name text primary key,
      applied_at timestamptz not null default now()
    )`.execute(transaction);
  }
  const applied = await sql<{ name: string }>`select name from ballast_migration`.execute(
    transaction,
  );
  return new Set(applied.rows.map(({ name }) => name));
}
