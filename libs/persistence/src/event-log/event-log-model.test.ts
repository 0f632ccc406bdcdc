import fc from 'fast-check';
import { sql } from 'kysely';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { findTestServer, openTestDatabase } from '../testing/index.ts';
import { silentLogger } from '@ballast/logging';
import { createEventLog, type EventLog } from './event-log.ts';
import { eventLogMigrations } from './event-log-migrations.ts';

let writers: Database<unknown>;
/** Another process, as far as the database can tell. */
let readers: Database<unknown>;
beforeAll(async () => {
  writers = await openTestDatabase(eventLogMigrations);
  readers = openDatabase({
    url: await findTestServer(),
    schema: writers.schema,
    applicationName: 'readers',
    logger: silentLogger,
  });
});
afterAll(async () => {
  await Promise.all([writers.close(), readers.close()]);
});

const keys = ['a', 'b', 'c'] as const;
/**
 * A transaction: which keys it appends to, how long it dawdles before each and before its end, and
 * how it ends.
 */
const write = fc.record({
  keys: fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 3 }),
  delays: fc.array(fc.nat({ max: 12 }), { minLength: 4, maxLength: 4 }),
  commits: fc.boolean().map((fails) => !fails),
});
type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

async function dawdle(turns: number): Promise<void> {
  for (let count = 0; count < turns; count++) await turn();
}

/**
 * Takes its transaction number first and the keys' locks later, so that numbers and commits come in
 * any order.
 */
async function append(log: EventLog<string>, stream: string, each: Write): Promise<void> {
  const appending = writers.transaction({}, async (trx) => {
    await sql`select pg_current_xact_id()`.execute(trx);
    for (const [index, key] of each.keys.toSorted().entries()) {
      await dawdle(each.delays[index] ?? 0);
      await sql`select pg_advisory_xact_lock(hashtext(${stream + key}))`.execute(trx);
      const { rows } = await sql<{ next: bigint }>`
        select coalesce(max(sequence), 0) + 1 as next from event_log
        where stream = ${stream} and key = ${key}
      `.execute(trx);
      const sequence = rows[0]!.next;
      await log.append(trx, { key, sequence, payload: `${key}${sequence}` });
    }
    await dawdle(each.delays[3] ?? 0);
    if (!each.commits) throw new Error('rolled back');
  });
  await appending.catch((error: Error) => {
    if (error.message !== 'rolled back') throw error;
  });
}

let streams = 0;

it('shows every committed event once and each key in order, whatever order transactions end in', async () => {
  const property = fc.asyncProperty(
    fc.array(write, { minLength: 1, maxLength: 20 }),
    async (writes) => {
      const stream = `model-${(streams += 1)}`;
      const log = createEventLog<string>({ database: writers, stream });
      const elsewhere = createEventLog<string>({ database: readers, stream });
      const all = elsewhere.follow();
      await all.ready;
      const collect = async (source: AsyncIterable<{ key: string; payload: string }>) => {
        const got: string[] = [];
        for await (const { payload } of source) {
          if (payload === 'end') break;
          got.push(payload);
        }
        return got;
      };
      const seenByAll = collect(all);
      const seenByKey = keys.map((key) => collect(elsewhere.follow({ key })));
      await Promise.all(writes.map((each) => append(log, stream, each)));
      const { rows } = await writers.read({}, (db) =>
        sql<{ payload: string }>`
          select payload from event_log where stream = ${stream} order by key, sequence
        `.execute(db),
      );
      const written = rows.map(({ payload }) => payload);
      // One per key, so that every follower comes to an end; the follower of all ends with the
      // first.
      await writers.transaction({}, async (trx) => {
        for (const key of keys) await log.append(trx, { key, sequence: 1_000, payload: 'end' });
      });
      const inOrder = (await seenByAll).toSorted((a, b) =>
        a[0] === b[0] ? 0 : a[0]! < b[0]! ? -1 : 1,
      );
      expect(inOrder).toEqual(written);
      expect((await Promise.all(seenByKey)).flat()).toEqual(written);
    },
  );
  await fc.assert(property, { numRuns: 25 });
});
