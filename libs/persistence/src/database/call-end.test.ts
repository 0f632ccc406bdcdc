import { connect } from 'node:net';
import { Code } from '@ballast/status';
import { createGate, startTcpServer } from '@ballast/testing';
import { sql, type Kysely } from 'kysely';
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

  it('spares a statement that is nearly done its cancellation, which costs a connection', async () => {
    await using road = await openRoad();
    await using far = await openAccounts({ url: road.url, maxConnections: 1 });
    const before = road.connections();
    for (let call = 0; call < 20; call++) {
      const late = far.read({ timeLeftMs: 5 }, (db) => sql`select pg_sleep(0.02)`.execute(db));
      await expect(late).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
    }
    await far.read({}, (db) => sql`select 1`.execute(db));
    // On a busy machine one or another takes longer than is waited for.
    expect(road.connections() - before).toBeLessThan(10);
  });

  it('does not hand on a connection that its cancellation may reach too late', async () => {
    const mayPass = createGate();
    await using road = await openRoad();
    await using far = await openAccounts({ url: road.url, maxConnections: 1 });
    const pidOf = async () => {
      const { rows } = await far.read({}, (db) =>
        sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db),
      );
      return rows[0]?.pid;
    };
    const before = await pidOf();
    const known = road.connections();
    road.hold(mayPass.opened);
    await observer.transaction({}, async (holder) => {
      await takeTurn(holder);
      const late = far.read({ timeLeftMs: 20 }, takeTurn);
      await expect(late).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
      // The next connection carries its cancellation.
      await eventually(road.connections).toBe(known + 1);
    });
    await eventually(async () => {
      const { rows } = await observer.read({}, (db) =>
        sql`select from pg_stat_activity where pid = ${before} and state = 'idle'`.execute(db),
      );
      return rows.length;
    }).toBe(1);
    road.hold(Promise.resolve());
    mayPass.open();
    expect(await pidOf()).not.toBe(before);
  });
});

/** Waits for whoever has it before. */
const takeTurn = <Tables>(db: Kysely<Tables>) =>
  sql`select pg_advisory_xact_lock(8471)`.execute(db);

/** To the test's server, by a road whose travellers are counted and can be held. */
async function openRoad() {
  const url = new URL(await findTestServer());
  const serverPort = Number(url.port);
  let connections = 0;
  let passing: Promise<unknown> = Promise.resolve();
  const road = await startTcpServer((socket) => {
    connections += 1;
    void passing.then(() => socket.pipe(connect(serverPort, '127.0.0.1')).pipe(socket));
  });
  url.port = String(road.port);
  return {
    url: url.href,
    connections: () => connections,
    hold(until: Promise<unknown>) {
      passing = until;
    },
    [Symbol.asyncDispose]: () => road[Symbol.asyncDispose](),
  };
}
