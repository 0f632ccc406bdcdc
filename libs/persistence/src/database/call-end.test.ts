import { connect } from 'node:net';
import { Code } from '@ballast/status';
import { createGate, startTcpServer } from '@ballast/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTestServer, openTestDatabase } from '../testing/index.ts';
import type { Database } from './database.ts';
import {
  addTo,
  balanceOf,
  countSleeps,
  openAccounts,
  sleepInDatabase,
  type AccountTables,
} from './test/accounts.ts';
import { eventually } from '../../test/eventually.ts';

let database: Database<AccountTables>;
let observer: Database<unknown>;
beforeAll(async () => {
  database = await openAccounts({ maxConnections: 2 });
  observer = await openTestDatabase({});
});
afterAll(async () => {
  await Promise.all([database.close(), observer.close()]);
});

describe('a call that ends early', () => {
  it.each(['read', 'transaction'] as const)(
    'answers a %s at its deadline and leaves no statement running',
    async (kind) => {
      const began = performance.now();
      const late = database[kind]({ timeLeftMs: 60 }, sleepInDatabase);
      await expect(late).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
      expect(performance.now() - began).toBeLessThan(1_000);
      await eventually(() => countSleeps(observer)).toBe(0n);
    },
  );

  it('answers CANCELLED when its signal is aborted, and keeps the connection', async () => {
    const pidOf = () =>
      database.read({}, (db) => sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db));
    const before = await pidOf();
    const caller = new AbortController();
    const running = database.transaction({ signal: caller.signal }, sleepInDatabase);
    void running.catch(() => {});
    await eventually(() => countSleeps(observer)).toBe(1n);
    caller.abort();
    await expect(running).rejects.toMatchObject({ code: Code.CANCELLED });
    await eventually(() => countSleeps(observer)).toBe(0n);
    await eventually(pidOf).toEqual(before);
  });

  it('does not wait for work that waits for something else', async () => {
    const never = database.transaction({ timeLeftMs: 30 }, () => new Promise<never>(() => {}));
    await expect(never).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
  });

  it('sends nothing when it is over before it begins', async () => {
    const over = database.read({ timeLeftMs: 0 }, () => Promise.reject(new Error('ran')));
    await expect(over).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
    const gone = database.read({ signal: AbortSignal.abort() }, () =>
      Promise.reject(new Error('ran')),
    );
    await expect(gone).rejects.toMatchObject({ code: Code.CANCELLED });
  });

  it('rolls back what it had changed, and releases its locks', async () => {
    const before = await balanceOf(database, 2);
    const late = database.transaction({ timeLeftMs: 100 }, async (trx) => {
      await addTo(trx, 2, 1_000);
      await sleepInDatabase(trx);
    });
    await expect(late).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
    await database.transaction({ timeLeftMs: 5_000 }, (trx) => addTo(trx, 2, 1));
    expect(await balanceOf(database, 2)).toBe(before + 1);
  });

  it('serves 200 calls after 200 cancelled ones, each with its own answer', async () => {
    const cancelled = Array.from({ length: 200 }, async (_, index) => {
      const late = database.read({ timeLeftMs: 1 + (index % 20) }, (db) =>
        sql`select pg_sleep(0.01), ${index}::int as index`.execute(db),
      );
      await late.catch(() => {});
    });
    await Promise.all(cancelled);
    for (let index = 0; index < 200; index++) {
      const { rows } = await database.read({}, (db) =>
        sql<{ index: number }>`select ${index}::int as index`.execute(db),
      );
      expect(rows).toEqual([{ index }]);
    }
  });

  it('does not hand on a connection that its cancellation may reach too late', async () => {
    const url = new URL(await findTestServer());
    const serverPort = Number(url.port);
    const mayPass = createGate();
    let connections = 0;
    // The first connection is the call's, the second one carries its cancellation.
    await using road = await startTcpServer((socket) => {
      connections += 1;
      const passing = connections === 2 ? mayPass.opened : Promise.resolve();
      void passing.then(() => socket.pipe(connect(serverPort, '127.0.0.1')).pipe(socket));
    });
    url.port = String(road.port);
    await using far = await openAccounts({ url: url.href, maxConnections: 1 });
    connections = 0;
    const pidOf = async () => {
      const { rows } = await far.read({}, (db) =>
        sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db),
      );
      return rows[0]?.pid;
    };
    const before = await pidOf();
    connections = 1;
    const late = far.read({ timeLeftMs: 20 }, (db) => sql`select pg_sleep(0.05)`.execute(db));
    await expect(late).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
    await eventually(async () => {
      const { rows } = await observer.read({}, (db) =>
        sql`select from pg_stat_activity where pid = ${before} and state = 'idle'`.execute(db),
      );
      return rows.length;
    }).toBe(1);
    mayPass.open();
    expect(await pidOf()).not.toBe(before);
  });
});
