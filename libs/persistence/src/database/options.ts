import type { Logger } from '@ballast/logging';

export interface DatabaseOptions {
  /**
   * `postgres://user:password@host:port/database`; parameters such as `?sslmode=verify-full` as in
   * node-postgres.
   */
  readonly url: string;
  /**
   * The PostgreSQL schema that holds this service's tables, and the only one its statements see.
   * Lower-case letters, digits and underscores, a letter first, at most 63. Created by `migrate`.
   */
  readonly schema: string;
  /** Shown in `pg_stat_activity`. At most 63 bytes, the server cuts off the rest. */
  readonly applicationName: string;
  readonly logger: Logger;
  /** Connections of this process, 1 or more, beside one more that listens for hints. Default 10. */
  readonly maxConnections?: number;
  /**
   * How long a call waits for a connection before RESOURCE_EXHAUSTED, in milliseconds, 0 or more.
   * Default 2000.
   */
  readonly connectionWaitMs?: number;
  /** How long a new connection may take to be made, in milliseconds, 1 or more. Default 5000. */
  readonly connectTimeoutMs?: number;
  /**
   * What a statement of a call without a deadline may take, in milliseconds, 1 or more. Default 30
   * 000.
   */
  readonly statementTimeoutMs?: number;
  /**
   * How long a statement waits for a lock before ABORTED, in milliseconds, 1 or more. Default 10
   * 000.
   */
  readonly lockTimeoutMs?: number;
  /**
   * The server ends a transaction that sends nothing for so long, in milliseconds, 1 or more: a
   * process that hangs cannot keep its locks. Default 15 000.
   */
  readonly idleInTransactionTimeoutMs?: number;
  /** A connection unused for so long is closed, in milliseconds, 1 or more. Default 10 000. */
  readonly idleConnectionMs?: number;
}

export type ResolvedDatabaseOptions = Required<DatabaseOptions>;

/** @throws RangeError that names the option, the rule and the value. */
export function resolveDatabaseOptions(options: DatabaseOptions): ResolvedDatabaseOptions {
  const resolved: ResolvedDatabaseOptions = {
    ...options,
    maxConnections: options.maxConnections ?? 10,
    connectionWaitMs: options.connectionWaitMs ?? 2_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
    statementTimeoutMs: options.statementTimeoutMs ?? 30_000,
    lockTimeoutMs: options.lockTimeoutMs ?? 10_000,
    idleInTransactionTimeoutMs: options.idleInTransactionTimeoutMs ?? 15_000,
    idleConnectionMs: options.idleConnectionMs ?? 10_000,
  };
  // It becomes part of the connection's start-up options, where there is no quoting.
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(resolved.schema)) {
    throw new RangeError(
      `database.schema must match [a-z][a-z0-9_]{0,62}, got ${JSON.stringify(resolved.schema)}`,
    );
  }
  if (!/^postgres(ql)?:\/\//.test(resolved.url)) {
    throw new RangeError('database.url must begin with postgres:// or postgresql://');
  }
  const atLeast = (name: keyof ResolvedDatabaseOptions, least: number): void => {
    const value = resolved[name];
    if (!Number.isInteger(value) || (value as number) < least) {
      throw new RangeError(
        `database.${name} must be an integer of ${least} or more, got ${String(value)}`,
      );
    }
  };
  atLeast('connectionWaitMs', 0);
  atLeast('maxConnections', 1);
  atLeast('connectTimeoutMs', 1);
  atLeast('statementTimeoutMs', 1);
  atLeast('lockTimeoutMs', 1);
  atLeast('idleInTransactionTimeoutMs', 1);
  atLeast('idleConnectionMs', 1);
  return resolved;
}
