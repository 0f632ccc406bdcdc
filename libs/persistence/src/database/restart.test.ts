import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@ballast/logging';
import { Code } from '@ballast/status';
import { createGate, startTcpRelay } from '@ballast/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded/index.ts';
import { createEventLog, eventLogMigrations, outboxMigrations } from '../index.ts';
import { createOutbox, startOutboxRelay } from '../index.ts';
import { readNewEvents, readPosition } from '../event-log/read-events.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';

let directory: string;
let server: EmbeddedPostgres;
let database: Database<unknown>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ballast-restart-'));
  // For the server's account: mkdtemp lets nobody else in.
  await chmod(directory, 0o755);
  server = await startEmbeddedPostgres({ directory });
  database = open(server.url);
  await database.migrate({ ...eventLogMigrations, ...outboxMigrations });
});
afterAll(async () => {
  await database.close();
  await server.stop();
  await rm(directory, { recursive: true });
});

const open = (url: string) =>
  openDatabase({ url, schema: 'restarted', applicationName: 'test', logger: silentLogger });
const unavailable = { code: Code.UNAVAILABLE, reason: 'DATABASE_UNAVAILABLE' };
const one = (db: Parameters<Parameters<Database<unknown>['read']>[1]>[0]) =>
  sql<{ one: number }>`select 1 as one`.execute(db);

/** How many sessions run this statement now. */
const countRunning = async (query: string) => {
  const { rows } = await database.read({}, (db) =>
    sql`select from pg_stat_activity where query = ${query} and state = 'active'`.execute(db),
  );
  return rows.length;
};

describe.each([{ crash: false }, { crash: true }])('a database that restarts ($crash)', (how) => {
  it('is used again by itself', async () => {
    await Promise.all(Array.from({ length: 5 }, () => database.read({}, one)));
    await server.restart(how);
    expect((await database.read({}, one)).rows).toEqual([{ one: 1 }]);
    expect((await database.transaction({}, one)).rows).toEqual([{ one: 1 }]);
  });

  it('ends a transaction under way with UNAVAILABLE and says when to come back', async () => {
    const [begun, restarted] = [createGate(), createGate()];
    const interrupted = database.transaction({}, async (trx) => {
      await one(trx);
      begun.open();
      await restarted.opened;
      await one(trx);
    });
    await begun.opened;
    await server.restart(how);
    restarted.open();
    const error: unknown = await interrupted.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ ...unavailable, retryDelayMs: expect.any(Number) as number });
  });

  it('ends a statement under way with UNAVAILABLE', async () => {
    const running = database.transaction({}, (trx) => sql`select pg_sleep(30)`.execute(trx));
    const settled = running.catch((reason: unknown) => reason);
    await eventually(() => countRunning('select pg_sleep(30)')).toBe(1);
    await server.restart(how);
    expect(await settled).toMatchObject(unavailable);
  });

  it('loses no event for a follower and no message for a relay', async () => {
    const stream = `across-${how.crash}`;
    const log = createEventLog<number, unknown>({ database, stream, pollMs: 50 });
    const outbox = createOutbox<number>({ topic: stream });
    const delivered: unknown[] = [];
    const relay = startOutboxRelay({
      database,
      handlers: { [stream]: async ({ payload }) => void delivered.push(payload) },
      pollMs: 50,
    });
    const all = log.follow();
    await all.ready;
    const write = (sequence: number) =>
      database.transaction({}, async (trx) => {
        await log.append(trx, { key: 'k', sequence, payload: sequence });
        await outbox.append(trx, { key: 'k', payload: sequence });
      });
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { payload } of all) if (seen.push(payload) === 6) break;
    })();
    const byKey: number[] = [];
    const readingKey = (async () => {
      for await (const { payload } of log.follow({ key: 'k' }))
        if (byKey.push(payload) === 6) break;
    })();
    for (const sequence of [1, 2, 3]) await write(sequence);
    await server.restart(how);
    for (const sequence of [4, 5, 6]) await write(sequence);
    await Promise.all([reading, readingKey]);
    await eventually(() => delivered).toEqual([1, 2, 3, 4, 5, 6]);
    expect([seen, byKey]).toEqual([delivered, delivered]);
    await relay.stop();
  });
});

it('shows events of transactions that got the numbers of those a crash has undone', async () => {
  const stream = 'reused';
  const log = createEventLog<number, unknown>({ database, stream });
  const append = (sequence: number) =>
    database.transaction({}, (trx) => log.append(trx, { key: 'k', sequence, payload: sequence }));
  await append(1);
  const look = (since: string) =>
    database.read({}, (db) => readNewEvents(db, { stream, since, limit: 10 }));
  const before = await database.read({}, (db) => readPosition(db, stream));
  // These take numbers and write nothing that has to be on disk before they are answered.
  for (let count = 0; count < 20; count++) {
    await database.read({}, (db) => sql`select pg_current_xact_id()`.execute(db));
  }
  const { seen } = await look(before);
  await server.restart({ crash: true });
  await append(2);
  expect((await look(seen)).events.map(({ payload }) => payload)).toEqual([2]);
});

describe('a database that cannot be reached', () => {
  it('is told within the time of connecting to a closed port', async () => {
    await using nowhere = open('postgres://u:p@127.0.0.1:1/d');
    await expect(nowhere.read({}, one)).rejects.toMatchObject(unavailable);
    await expect(nowhere.transaction({}, one)).rejects.toMatchObject(unavailable);
  });

  it('answers at the deadline when the network swallows everything, and again once it is back', async () => {
    const url = new URL(server.url);
    await using relay = await startTcpRelay(Number(url.port));
    url.port = String(relay.port);
    await using far = open(url.href);
    await far.read({}, one);
    relay.freeze();
    const began = performance.now();
    const late = { code: Code.DEADLINE_EXCEEDED };
    await expect(far.read({ timeLeftMs: 100 }, one)).rejects.toMatchObject(late);
    await far.read({}, one);
    relay.freeze();
    await expect(far.transaction({ timeLeftMs: 100 }, one)).rejects.toMatchObject(late);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect((await far.read({ timeLeftMs: 5_000 }, one)).rows).toEqual([{ one: 1 }]);
  });

  it('says that it does not know when the connection breaks during COMMIT', async () => {
    const url = new URL(server.url);
    await using relay = await startTcpRelay(Number(url.port));
    url.port = String(relay.port);
    await using far = open(url.href);
    // A trigger that runs at the end makes the COMMIT take its time.
    await database.transaction({}, async (trx) => {
      await sql`create table slow (id int)`.execute(trx);
      await sql`
        create function dawdle() returns trigger language plpgsql as $$
        begin perform pg_sleep(30); return null; end $$
      `.execute(trx);
      await sql`
        create constraint trigger dawdle after insert on slow deferrable initially deferred
        for each row execute function dawdle()
      `.execute(trx);
    });
    const committing = far.transaction({}, (trx) => sql`insert into slow values (1)`.execute(trx));
    const settled = committing.catch((reason: unknown) => reason);
    await eventually(() => countRunning('commit')).toBe(1);
    relay.cut();
    expect(await settled).toMatchObject({ ...unavailable, metadata: { outcome: 'unknown' } });
  });
});
