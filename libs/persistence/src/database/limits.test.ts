import { silentLogger } from '@ballast/logging';
import { Code } from '@ballast/status';
import { createGate } from '@ballast/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTestServer, openTestDatabase } from '../testing/index.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { addTo, openAccounts, sleepInDatabase, type AccountTables } from './test/accounts.ts';
import { eventually } from '../../test/eventually.ts';

let database: Database<AccountTables>;
let observer: Database<unknown>;
beforeAll(async () => {
  database = await openAccounts({ maxConnections: 2, connectionWaitMs: 50 });
  observer = await openTestDatabase({});
});
afterAll(async () => {
  await Promise.all([database.close(), observer.close()]);
});

describe('limits without a deadline', () => {
  it('tells a call that finds no free connection so in time', async () => {
    const done = createGate();
    const holders = [1, 2].map(() => database.read({}, () => done.opened));
    const third = database.read({}, () => Promise.resolve());
    await expect(third).rejects.toMatchObject({
      code: Code.RESOURCE_EXHAUSTED,
      reason: 'DATABASE_POOL_EXHAUSTED',
      retryDelayMs: expect.any(Number) as number,
    });
    done.open();
    await Promise.all(holders);
  });

  it('lets a call that waits for a connection leave at its deadline', async () => {
    const done = createGate();
    const holders = [1, 2].map(() => database.read({}, () => done.opened));
    const third = database.read({ timeLeftMs: 10 }, () => Promise.resolve());
    await expect(third).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
    done.open();
    await Promise.all(holders);
    await database.read({}, () => Promise.resolve());
  });

  it('ends a statement, a wait for a lock and an idle transaction by themselves', async () => {
    await using strict = openDatabase<AccountTables>({
      url: await findTestServer(),
      schema: database.schema,
      applicationName: 'test',
      logger: silentLogger,
      statementTimeoutMs: 300,
      lockTimeoutMs: 50,
      idleInTransactionTimeoutMs: 50,
    });
    await expect(strict.read({}, sleepInDatabase)).rejects.toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
      reason: 'STATEMENT_TIMEOUT',
    });
    await database.transaction({}, async (trx) => {
      await addTo(trx, 1, 0);
      await expect(strict.transaction({}, (other) => addTo(other, 1, 0))).rejects.toMatchObject({
        code: Code.ABORTED,
        reason: 'LOCK_TIMEOUT',
      });
    });
    const idle = strict.transaction({}, async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      const isThere = () =>
        observer.read({}, (db) =>
          sql`select from pg_stat_activity where pid = ${rows[0]?.pid}`.execute(db),
        );
      await eventually(async () => (await isThere()).rows.length).toBe(0);
      await addTo(trx, 1, 0);
    });
    await expect(idle).rejects.toMatchObject({
      code: Code.UNAVAILABLE,
      reason: 'DATABASE_UNAVAILABLE',
    });
  });

  it.each([
    [{ schema: 'Orders' }, 'database.schema'],
    [{ url: 'http://x' }, 'database.url'],
    [{ maxConnections: 0 }, 'database.maxConnections must be an integer of 1 or more, got 0'],
    [{ lockTimeoutMs: 0.5 }, 'database.lockTimeoutMs'],
  ])('refuses %o by name', async (wrong, message) => {
    const url = await findTestServer();
    const options = { url, schema: 's', applicationName: 't', logger: silentLogger };
    expect(() => openDatabase({ ...options, ...wrong })).toThrow(message);
  });
});
