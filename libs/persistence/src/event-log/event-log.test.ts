import { Code } from '@ballast/status';
import { createGate } from '@ballast/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../testing/index.ts';
import type { LogEvent } from './event.ts';
import { createEventLog, type FollowOptions } from './event-log.ts';
import { eventLogMigrations } from './event-log-migrations.ts';

let database: Database<unknown>;
beforeAll(async () => {
  database = await openTestDatabase(eventLogMigrations);
});
afterAll(() => database.close());

let streams = 0;
function openLog({ pollMs = 600_000 } = {}) {
  const stream = `stream-${(streams += 1)}`;
  const log = createEventLog<string>({ database, stream, pollMs });
  return {
    log,
    stream,
    append: (key: string, ...sequences: number[]) =>
      database.transaction({}, async (trx) => {
        for (const sequence of sequences) {
          await log.append(trx, { key, sequence, payload: `${key}${sequence}` });
        }
      }),
    /** Numbers `first` to `last`, in one statement and the last one's. */
    appendMany: (key: string, first: number, last: number) =>
      database.transaction({}, async (trx) => {
        await sql`
          insert into event_log (stream, key, sequence, payload)
          select ${stream}, ${key}, n, to_jsonb(${key}::text || n)
          from generate_series(${first}::int, ${last - 1}::int) as n
        `.execute(trx);
        await log.append(trx, { key, sequence: last, payload: `${key}${last}` });
      }),
  };
}
type Log = ReturnType<typeof openLog>['log'];

/** Reads `count` payloads and leaves. */
async function take(log: Log, count: number, options: FollowOptions): Promise<string[]> {
  const taken: string[] = [];
  for await (const { payload } of log.follow(options)) {
    taken.push(payload);
    if (taken.length === count) break;
  }
  return taken;
}
const from = (first: number, count: number) => Array.from({ length: count }, (_, n) => first + n);

describe('a follower of one key', () => {
  it('gets what is there and then what comes', async () => {
    const { log, append } = openLog();
    await append('a', 1, 2);
    const following = log.follow({ key: 'a' })[Symbol.asyncIterator]();
    const next = async () => ((await following.next()).value as LogEvent<string>).payload;
    expect([await next(), await next()]).toEqual(['a1', 'a2']);
    const third = next();
    await append('b', 1);
    await append('a', 3);
    expect(await third).toBe('a3');
    await following.return?.(undefined);
  });

  it('goes on after a sequence number', async () => {
    const { log, append } = openLog();
    await append('a', 1, 2, 3);
    expect(await take(log, 1, { key: 'a', afterSequence: 2n })).toEqual(['a3']);
  });

  it('says when and under which number an event was written', async () => {
    const { log, append } = openLog();
    await append('a', 7);
    const following = log.follow({ key: 'a' })[Symbol.asyncIterator]();
    const { value } = (await following.next()) as { value: LogEvent<string> };
    expect(value).toMatchObject({ key: 'a', sequence: 7n, payload: 'a7' });
    expect(Math.abs(value.at.getTime() - Date.now())).toBeLessThan(60_000);
    await following.return?.(undefined);
  });

  it('reads from the table again when it was too slow for its buffer, and misses nothing', async () => {
    const { log, append, appendMany } = openLog();
    const all = log.follow();
    await all.ready;
    const slow = log.follow({ key: 'a' })[Symbol.asyncIterator]();
    await append('a', 1);
    const got = [((await slow.next()).value as LogEvent<string>).payload];
    await appendMany('a', 2, 351);
    // The tail reader has been through all of them when this one arrives.
    await append('end', 1);
    for await (const { key } of all) if (key === 'end') break;
    while (got.length < 351) got.push(((await slow.next()).value as LogEvent<string>).payload);
    expect(got).toEqual(from(1, 351).map((n) => `a${n}`));
    await slow.return?.(undefined);
  });

  it('ends without an error when its signal is aborted', async () => {
    const { log, append } = openLog();
    const leaving = new AbortController();
    const waiting = take(log, 2, { key: 'a', signal: leaving.signal });
    await append('a', 1);
    leaving.abort();
    expect((await waiting).length).toBeLessThanOrEqual(1);
    expect(await take(log, 1, { key: 'a', signal: AbortSignal.abort() })).toEqual([]);
  });
});

describe('a follower of all keys', () => {
  it('gets every event from ready on, and none from before', async () => {
    const { log, append } = openLog();
    await append('a', 1);
    const following = log.follow();
    await following.ready;
    await append('b', 1);
    await append('a', 2, 3);
    const got: string[] = [];
    for await (const { payload } of following) {
      got.push(payload);
      if (got.length === 3) break;
    }
    expect(got).toEqual(['b1', 'a2', 'a3']);
  });

  it('gets an event while an older transaction is still open, and that one when it commits', async () => {
    const { log, append } = openLog();
    const following = log.follow();
    await following.ready;
    const [written, mayCommit] = [createGate(), createGate()];
    const old = database.transaction({}, async (trx) => {
      await log.append(trx, { key: 'old', sequence: 1, payload: 'old1' });
      written.open();
      await mayCommit.opened;
    });
    await written.opened;
    await append('new', 1);
    const events = following[Symbol.asyncIterator]();
    expect((await events.next()).value).toMatchObject({ payload: 'new1' });
    mayCommit.open();
    await old;
    expect((await events.next()).value).toMatchObject({ payload: 'old1' });
    await events.return?.(undefined);
  });

  it('gets a large transaction page by page, whole and in order', async () => {
    const { log, appendMany } = openLog();
    const got: string[] = [];
    const following = log.follow();
    await following.ready;
    const reading = (async () => {
      for await (const { payload } of following) if (got.push(payload) === 2_500) break;
    })();
    await appendMany('a', 1, 2_500);
    await reading;
    expect(got).toEqual(from(1, 2_500).map((n) => `a${n}`));
  });

  it('is told when it let too many events wait', async () => {
    const { log, append, appendMany } = openLog();
    const [following, witness] = [log.follow(), log.follow()];
    await Promise.all([following.ready, witness.ready]);
    const reachedEnd = (async () => {
      for await (const { key } of witness) if (key === 'end') break;
    })();
    await appendMany('a', 1, 1_001);
    await append('end', 1);
    await reachedEnd;
    const reading = following[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toMatchObject({ code: Code.ABORTED, reason: 'EVENTS_MISSED' });
  });

  it('finds by polling what it got no hint of', async () => {
    const { log, stream } = openLog({ pollMs: 20 });
    const following = log.follow();
    await following.ready;
    await database.read({}, (db) =>
      sql`insert into event_log (stream, key, sequence, payload) values (${stream}, 'a', 1, '"x"')`.execute(
        db,
      ),
    );
    const events = following[Symbol.asyncIterator]();
    expect((await events.next()).value).toMatchObject({ payload: 'x' });
    await events.return?.(undefined);
  });

  it('takes rows that were restored from another cluster for history', async () => {
    const { log, stream, append } = openLog();
    const following = log.follow();
    await following.ready;
    await database.read({}, (db) =>
      sql`
        insert into event_log (stream, key, sequence, payload, xid)
        values (${stream}, 'restored', 1, '"x"', '999999999999')
      `.execute(db),
    );
    await append('a', 1);
    const events = following[Symbol.asyncIterator]();
    expect((await events.next()).value).toMatchObject({ payload: 'a1' });
    await events.return?.(undefined);
  });
});

describe('an event log', () => {
  it('refuses the same number twice', async () => {
    const { append } = openLog();
    await append('a', 1);
    await expect(append('a', 1)).rejects.toMatchObject({ constraint: 'event_log_sequence' });
  });

  it('trims what is old enough, the oldest first', async () => {
    const { log, stream, append } = openLog();
    await append('a', ...from(1, 10));
    await database.read({}, (db) =>
      sql`update event_log set at = at - interval '1 hour' where stream = ${stream} and sequence <= 6`.execute(
        db,
      ),
    );
    const trim = (limit: number) =>
      database.read({}, (db) => log.trim(db, { olderThanMs: 60_000, limit }));
    expect(await trim(4)).toBe(4);
    expect(await take(log, 1, { key: 'a' })).toEqual(['a5']);
    expect(await trim(100)).toBe(2);
    expect(await trim(100)).toBe(0);
    expect(await take(log, 1, { key: 'a' })).toEqual(['a7']);
  });

  it.each([
    [{ stream: 'two words' }, 'eventLog.stream'],
    [{ pollMs: 1 }, 'eventLog.pollMs must be an integer of 10 or more, got 1'],
  ])('refuses %o by name', (wrong, message) => {
    expect(() => createEventLog({ database, stream: 's', ...wrong })).toThrow(message);
  });
});
