import type { IsolationLevel, Kysely, Transaction } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Hints } from '../hints/hints.ts';
import type { MigrateOptions } from '../migrations/migrate.ts';
import type { CallOptions } from './call-limits.ts';

export interface TransactionOptions extends CallOptions {
  /** Default `read committed`. `work` runs again when it loses against another transaction. */
  readonly isolationLevel?: Exclude<IsolationLevel, 'snapshot'>;
}

/**
 * One service's tables. Every call ends with its deadline or its signal: it is rejected at that
 * moment, its statement is cancelled in the server, and its connection serves another call only
 * when that has certainly ended.
 *
 * Rejections of `read` and `transaction`: what `work` throws, as it is (a broken constraint is the
 * database's own error: {@link isUniqueViolation}); and StatusError
 *  - UNAVAILABLE `DATABASE_UNAVAILABLE`, with a retry delay: cannot be reached, or the connection
 *    broke; metadata `outcome: unknown` when it broke during COMMIT,
 *  - RESOURCE_EXHAUSTED `DATABASE_POOL_EXHAUSTED`: no connection became free in time,
 *  - DEADLINE_EXCEEDED, also `STATEMENT_TIMEOUT`; CANCELLED,
 *  - ABORTED `LOCK_TIMEOUT`, or `TRANSACTION_CONFLICT` after five attempts.
 */
export interface Database<Tables> extends AsyncDisposable {
  /** The PostgreSQL schema of its tables. */
  readonly schema: string;
  /** Wake-ups between processes: a hint that something changed, never the change itself. */
  readonly hints: Hints;
  /**
   * Statements on one connection, each for itself. `work` runs a second time when the connection
   * turns out to be broken or a table has changed, so it must only read, or do what may be done
   * twice.
   */
  read<R>(options: CallOptions, work: (db: Kysely<Tables>) => Promise<R>): Promise<R>;
  /**
   * All or nothing. `work` runs again, up to five times in all, after a deadlock, a serialization
   * failure, or when another version's migration has changed a table under its prepared statements:
   * it must have no effect outside the database, and must not wait for anything else while it holds
   * locks.
   */
  transaction<R>(
    options: TransactionOptions,
    work: (transaction: Transaction<Tables>) => Promise<R>,
  ): Promise<R>;
  /**
   * Creates the schema and runs what is missing, in order of name, in one transaction; replicas
   * that start together take turns. Waits for a database that is not there yet.
   */
  migrate(migrations: Record<string, Migration>, options?: MigrateOptions): Promise<void>;
  /** Waits up to 5 s for calls under way. Again is fine. */
  close(): Promise<void>;
}
