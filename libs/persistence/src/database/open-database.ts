import { createHints } from '../hints/create-hints.ts';
import { migrateDatabase } from '../migrations/migrate.ts';
import { bindKysely } from './bound-kysely.ts';
import { limitCall } from './call-limits.ts';
import { createConnectionPool } from './connection-pool.ts';
import type { Database } from './database.ts';
import { isConnectionLost, isStalePlan } from './database-errors.ts';
import { collectHints } from './hint-on-commit.ts';
import { resolveDatabaseOptions, type DatabaseOptions } from './options.ts';
import { runTransaction } from './run-transaction.ts';

const CLOSE_GRACE_MS = 5_000;

/**
 * Opens a service's database. Nothing is connected until it is used.
 *
 * @throws RangeError for an option out of range.
 */
export function openDatabase<Tables>(options: DatabaseOptions): Database<Tables> {
  const resolved = resolveDatabaseOptions(options);
  const pool = createConnectionPool(resolved);
  const hints = createHints(resolved, pool);
  let closed: Promise<void> | undefined;

  const database: Database<Tables> = {
    schema: resolved.schema,
    hints,
    async read(callOptions, work) {
      using limits = limitCall(callOptions);
      for (let attempt = 1; ; attempt++) {
        const lease = await pool.lease(limits);
        try {
          const db = bindKysely<Tables>(lease);
          const named = collectHints(db);
          const result = await limits.race(work(db));
          hints.send(named);
          return result;
        } catch (error) {
          const canRepeat = (lease.isLost && isConnectionLost(error)) || isStalePlan(error);
          if (attempt > 1 || !canRepeat) throw error;
        } finally {
          await lease.end();
        }
      }
    },
    transaction: (callOptions, work) => runTransaction(pool, resolved, hints, callOptions, work),
    migrate: (migrations, migrateOptions) =>
      migrateDatabase(database, resolved, migrations, migrateOptions),
    close: () => (closed ??= hints.close().then(() => pool.close(CLOSE_GRACE_MS))),
    [Symbol.asyncDispose]: () => database.close(),
  };
  return database;
}
