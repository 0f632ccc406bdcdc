import { unavailable } from '@ballast/status';
import { Pool, type PoolClient } from 'pg';
import type { CallLimits } from './call-limits.ts';
import { connectionSettings } from './connection-settings.ts';
import { poolExhausted, toStatusError } from './database-errors.ts';
import { Lease } from './lease.ts';
import type { ResolvedDatabaseOptions } from './options.ts';
import { createPermits } from './permits.ts';

export interface ConnectionPool {
  /**
   * @throws StatusError DATABASE_POOL_EXHAUSTED, DATABASE_UNAVAILABLE, CANCELLED or
   *   DEADLINE_EXCEEDED.
   */
  lease(limits: CallLimits): Promise<Lease>;
  /** Waits for the calls under way, then closes what is left. */
  close(graceMs: number): Promise<void>;
}

export function createConnectionPool(options: ResolvedDatabaseOptions): ConnectionPool {
  const { logger, connectionWaitMs, maxConnections } = options;
  const pool = new Pool({
    ...connectionSettings(options),
    max: maxConnections,
    idleTimeoutMillis: options.idleConnectionMs,
  });
  const permits = createPermits(maxConnections);
  const clients = new Set<PoolClient>();
  let emptied = (): void => {};
  pool.on('connect', (client) => {
    clients.add(client);
    // A connection that breaks while a call has it and sends nothing would otherwise end the
    // process: node-postgres emits 'error', and listens itself only while the connection lies idle.
    client.on('error', ({ message }) => {
      if (!pool.ending) logger.warn({ error: message }, 'database connection lost');
    });
  });
  pool.on('remove', (client) => {
    clients.delete(client);
    if (clients.size === 0) emptied();
  });
  // The pool repeats what an idle client emits; without a listener that would end the process too.
  pool.on('error', () => {});

  return {
    async lease(limits) {
      limits.throwIfOver();
      if (pool.ending) throw unavailable('the database was closed by this process');
      if (!(await permits.take(connectionWaitMs, limits.signal))) {
        throw poolExhausted(connectionWaitMs);
      }
      const connecting = pool.connect();
      try {
        return new Lease(await limits.race(connecting), limits, permits.giveBack);
      } catch (error) {
        // An attempt that outlasts its call keeps its place until it is over.
        void connecting
          .then(
            (client) => client.release(),
            () => {},
          )
          .finally(permits.giveBack);
        throw toStatusError(error);
      }
    },
    async close(graceMs) {
      const timer = setTimeout(() => {
        for (const client of clients) client.connection.stream.destroy();
      }, graceMs);
      // end() does not wait for the goodbye of the last connection.
      const gone = new Promise<void>((resolve) => (emptied = resolve));
      await pool.end();
      if (clients.size > 0) await gone;
      clearTimeout(timer);
    },
  };
}
