import { createGate } from '@ballast/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../testing/index.ts';
import { createOutbox } from './outbox.ts';
import { outboxMigrations } from './outbox-migrations.ts';
import { claimMessages, completeMessage, findNextDueMs, postponeMessage } from './outbox-queue.ts';

let database: Database<unknown>;
beforeAll(async () => {
  database = await openTestDatabase(outboxMigrations, { applicationName: 'outbox test' });
});
afterAll(() => database.close());

/** How many transactions of this schema wait for one of its keys. */
const countWaiting = async () => {
  const { rows } = await database.read({}, (db) =>
    sql`
      select from pg_stat_activity
      where wait_event = 'advisory' and application_name = 'outbox test'
    `.execute(db),
  );
  return rows.length;
};

let topics = 0;
/** A topic of its own for each test. */
function openTopic() {
  const outbox = createOutbox<string>({ topic: `topic-${(topics += 1)}` });
  const lease = () => crypto.randomUUID();
  return {
    outbox,
    append: (key: string, payload: string, holdMs = 0) =>
      database.transaction({}, (trx) => outbox.append(trx, { key, payload, holdMs })),
    claim: async (options: { limit?: number; lease?: string; leaseMs?: number } = {}) => {
      const claimed = await database.read({}, (db) =>
        claimMessages(db, {
          topics: [outbox.topic],
          limit: 10,
          lease: lease(),
          leaseMs: 60_000,
          ...options,
        }),
      );
      return claimed.map(({ payload }) => payload);
    },
    complete: (id: bigint) => database.transaction({}, (trx) => outbox.complete(trx, id)),
    dueMs: () => database.read({}, (db) => findNextDueMs(db, [outbox.topic])),
  };
}

describe('an outbox', () => {
  it('keeps a message only when its transaction commits', async () => {
    const { outbox, claim } = openTopic();
    const failing = database.transaction({}, async (trx) => {
      await outbox.append(trx, { key: 'a', payload: 'lost' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await claim()).toEqual([]);
  });

  it('gives only the oldest message of each key, and the next once that is out', async () => {
    const { append, claim, complete } = openTopic();
    const first = await append('a', 'a1');
    await append('a', 'a2');
    await append('b', 'b1');
    expect(await claim()).toEqual(['a1', 'b1']);
    expect(await claim()).toEqual([]);
    expect(await complete(first)).toBe(true);
    expect(await complete(first)).toBe(false);
    expect(await claim()).toEqual(['a2']);
  });

  it('holds a message for its appender until it is released', async () => {
    const { outbox, append, claim, dueMs } = openTopic();
    const id = await append('a', 'a1', 60_000);
    expect(await claim()).toEqual([]);
    expect(await dueMs()).toBeGreaterThan(50_000);
    await database.read({}, (db) => outbox.release(db, id));
    expect(await dueMs()).toBe(0);
    expect(await claim()).toEqual(['a1']);
  });

  it('does not let a release take a message from the relay that leases it', async () => {
    const { outbox, append, claim } = openTopic();
    const id = await append('a', 'a1');
    await claim();
    await database.read({}, (db) => outbox.release(db, id));
    expect(await claim()).toEqual([]);
  });

  it('gives a message again when the lease has ended, and ignores the one who lost it', async () => {
    const { append, claim } = openTopic();
    const id = await append('a', 'a1');
    const lost = crypto.randomUUID();
    expect(await claim({ lease: lost, leaseMs: 0 })).toEqual(['a1']);
    const held = crypto.randomUUID();
    expect(await claim({ lease: held })).toEqual(['a1']);
    const late = await database.read({}, (db) => completeMessage(db, id, lost));
    expect(late).toEqual({ kept: false, promoted: false });
    const postponed = { id, lease: lost, delayMs: 0, error: 'late' };
    await database.read({}, (db) => postponeMessage(db, postponed));
    expect(await claim()).toEqual([]);
    const done = await database.read({}, (db) => completeMessage(db, id, held));
    expect(done).toEqual({ kept: true, promoted: false });
  });

  it('orders two transactions that append to one key by who commits first', async () => {
    const { outbox, append, claim, complete } = openTopic();
    const hasAppended = createGate();
    const mayCommit = createGate();
    let first = 0n;
    const slow = database.transaction({}, async (trx) => {
      first = await outbox.append(trx, { key: 'a', payload: 'first' });
      hasAppended.open();
      await mayCommit.opened;
    });
    await hasAppended.opened;
    const second = append('a', 'second');
    const other = await append('b', 'not held up');
    expect(await claim()).toEqual(['not held up']);
    mayCommit.open();
    await Promise.all([slow, second]);
    expect(await claim()).toEqual(['first']);
    await complete(first);
    expect(await claim()).toEqual(['second']);
    await complete(other);
  });

  it('promotes the next message though it is appended while the first is completed', async () => {
    const { outbox, append, claim } = openTopic();
    const first = await append('a', 'a1');
    const completed = createGate();
    const mayCommit = createGate();
    const completing = database.transaction({}, async (trx) => {
      await outbox.complete(trx, first);
      completed.open();
      await mayCommit.opened;
    });
    await completed.opened;
    const appending = append('a', 'a2');
    // It waits for the completion's lock; else it would see the first message and wait behind it.
    await eventually(countWaiting).toBe(1);
    mayCommit.open();
    await Promise.all([completing, appending]);
    expect(await claim()).toEqual(['a2']);
  });

  it('refuses a transaction whose snapshot is older than its lock', async () => {
    const { outbox } = openTopic();
    const appending = database.transaction({ isolationLevel: 'repeatable read' }, (trx) =>
      outbox.append(trx, { key: 'a', payload: 'a1' }),
    );
    await expect(appending).rejects.toThrow('READ COMMITTED');
  });

  it.each([{ key: '' }, { key: 'k'.repeat(513) }])('refuses the key $key', async ({ key }) => {
    const { append } = openTopic();
    await expect(append(key, 'x')).rejects.toThrow('1 to 512 characters');
  });

  it('refuses a topic that is not printable', () => {
    expect(() => createOutbox({ topic: 'a topic' })).toThrow('outbox.topic');
  });
});
