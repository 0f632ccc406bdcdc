import { unavailable } from '@ballast/status';
import { createGate } from '@ballast/testing';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../testing/index.ts';
import { createOutbox } from './outbox.ts';
import { outboxMigrations } from './outbox-migrations.ts';
import type { OutboxMessage } from './outbox-queue.ts';
import type { OutboxHandler, OutboxRelayOptions } from './relay-options.ts';
import { startOutboxRelay, type OutboxRelay } from './start-outbox-relay.ts';
import { eventually } from '../../test/eventually.ts';

interface Intent {
  readonly [name: string]: string;
}

let database: Database<unknown>;
beforeAll(async () => {
  database = await openTestDatabase(outboxMigrations);
});
afterAll(() => database.close());

const started: OutboxRelay[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((relay) => relay.stop()));
});

let topics = 0;
function openTopic() {
  const outbox = createOutbox<Intent>({ topic: `relayed-${(topics += 1)}` });
  return {
    append: (key: string, step: string, holdMs = 0) =>
      database.transaction({}, (trx) => outbox.append(trx, { key, payload: { step }, holdMs })),
    /** A relay that is only woken, never polls in the time of a test. */
    start: (deliver: OutboxHandler, options: Partial<OutboxRelayOptions<unknown>> = {}) => {
      const relay = startOutboxRelay({
        database,
        handlers: { [outbox.topic]: deliver },
        pollMs: 600_000,
        retryFirstMs: 1,
        stopGraceMs: 50,
        ...options,
      });
      started.push(relay);
      return relay;
    },
    countLeft: async () => {
      const { rows } = await database.read({}, (db) =>
        sql`select from outbox where topic = ${outbox.topic}`.execute(db),
      );
      return rows.length;
    },
  };
}

describe('a relay', () => {
  it('delivers at once what is appended, and takes it out', async () => {
    const { append, start, countLeft } = openTopic();
    const delivered = createGate<OutboxMessage>();
    start(async (message) => delivered.open(message));
    const id = await append('a', 'a1');
    const message = await delivered.opened;
    expect(message).toMatchObject({ id, key: 'a', payload: { step: 'a1' }, attempt: 1 });
    expect(message.createdAt).toBeInstanceOf(Date);
    await eventually(countLeft).toBe(0);
  });

  it('finds by itself what was there before, and what a hold ends of', async () => {
    const { append, start, countLeft } = openTopic();
    await append('a', 'before');
    await append('b', 'held', 100);
    const delivered: string[] = [];
    start(async (message: OutboxMessage<Intent>) => {
      delivered.push(message.payload['step'] ?? '');
    });
    await eventually(countLeft).toBe(0);
    expect(delivered).toEqual(['before', 'held']);
  });

  it('repeats a message that fails, before later ones of its key and beside other keys', async () => {
    const { append, start, countLeft } = openTopic();
    const log: string[] = [];
    for (const step of ['a1', 'a2', 'a3']) await append('a', step);
    await append('b', 'b1');
    start(async ({ payload, attempt }) => {
      const { step } = payload as Intent;
      log.push(`${step}#${attempt}`);
      if (step === 'a1' && attempt < 3) throw unavailable('later', { retryDelayMs: 10 });
    });
    await eventually(countLeft).toBe(0);
    expect(log.filter((entry) => entry.startsWith('a'))).toEqual([
      'a1#1',
      'a1#2',
      'a1#3',
      'a2#1',
      'a3#1',
    ]);
    expect(log.indexOf('b1#1')).toBeLessThan(log.indexOf('a1#2'));
  });

  it('runs no more handlers at once than it may, and none of one key', async () => {
    const { append, start, countLeft } = openTopic();
    const running: string[] = [];
    const [full, mayEnd] = [createGate(), createGate()];
    start(
      async ({ key }) => {
        running.push(key);
        if (running.length === 3) full.open();
        await mayEnd.opened;
      },
      { concurrency: 3 },
    );
    for (let index = 0; index < 20; index++) await append(`key-${index % 10}`, String(index));
    await full.opened;
    // All the others are left to another relay; what is left then is two of each of three keys.
    start(async () => {});
    await eventually(countLeft).toBe(6);
    expect(new Set(running).size).toBe(3);
    expect(running.length).toBe(3);
    mayEnd.open();
    await eventually(countLeft).toBe(0);
  });

  it('takes a delivered message out as soon as the database is back', async () => {
    const { append, start, countLeft } = openTopic();
    await append('a', 'a1');
    const delivered = createGate();
    let failures = 0;
    const away: Database<unknown> = {
      ...database,
      read: (options, work) =>
        delivered.isOpen && (failures += 1) <= 2
          ? Promise.reject(unavailable('away'))
          : database.read(options, work),
    };
    start(async () => delivered.open(), { database: away });
    await eventually(countLeft).toBe(0);
    expect(failures).toBeGreaterThan(2);
  });

  it('aborts a handler before its lease ends, and tries again', async () => {
    const { append, start, countLeft } = openTopic();
    const attempts: number[] = [];
    await append('a', 'a1');
    start(
      async ({ attempt }, { signal, timeLeftMs }) => {
        attempts.push(attempt);
        expect(timeLeftMs()).toBeLessThanOrEqual(90);
        if (attempt === 1)
          await new Promise((_, reject) => signal.addEventListener('abort', reject));
      },
      { leaseMs: 100 },
    );
    await eventually(countLeft).toBe(0);
    expect(attempts).toEqual([1, 2]);
  });

  it('takes again at once what it has claimed without getting the answer', async () => {
    const { append, start, countLeft } = openTopic();
    await append('a', 'a1');
    let lost = 0;
    const losing: Database<unknown> = {
      ...database,
      read: async (options, work) => {
        const answer = await database.read(options, work);
        if ((lost += 1) === 1) throw unavailable('the answer was lost');
        return answer;
      },
    };
    start(async () => {}, { database: losing, pollMs: 10 });
    await eventually(countLeft).toBe(0);
  });

  it('lets its handlers finish when it stops, and takes nothing more', async () => {
    const { append, start, countLeft } = openTopic();
    const [begun, finish] = [createGate(), createGate()];
    await append('a', 'a1');
    await append('a', 'a2');
    const relay = start(
      async () => {
        begun.open();
        await finish.opened;
      },
      { stopGraceMs: 5_000 },
    );
    await begun.opened;
    const stopping = relay.stop();
    finish.open();
    await stopping;
    expect(await countLeft()).toBe(1);
  });

  it('aborts handlers that do not finish, and leaves their messages to others at once', async () => {
    const { append, start, countLeft } = openTopic();
    const begun = createGate();
    await append('a', 'a1');
    const relay = start(async (_, { signal }) => {
      begun.open();
      await new Promise((_, reject) => signal.addEventListener('abort', reject));
    });
    await begun.opened;
    await relay.stop();
    start(async () => {});
    await eventually(countLeft).toBe(0);
  });

  it.each([
    [{ concurrency: 0 }, 'outboxRelay.concurrency must be an integer of 1 or more, got 0'],
    [{ leaseMs: 99 }, 'outboxRelay.leaseMs'],
    [{ pollMs: NaN }, 'outboxRelay.pollMs'],
    [{ retryFirstMs: 9, retryLongestMs: 5 }, 'outboxRelay.retryLongestMs'],
  ])('refuses %o by name', (wrong, message) => {
    expect(() => openTopic().start(async () => {}, wrong)).toThrow(message);
  });
});
