import { unavailable } from '@ballast/status';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../testing/index.ts';
import { createOutbox } from './outbox.ts';
import { outboxMigrations } from './outbox-migrations.ts';
import { startOutboxRelay, type OutboxRelay } from './start-outbox-relay.ts';
import { eventually } from '../../test/eventually.ts';

let database: Database<unknown>;
beforeAll(async () => {
  database = await openTestDatabase(outboxMigrations);
});
afterAll(() => database.close());

/**
 * What befalls one message on its way: refused so often, and then perhaps delivered by a relay that
 * dies at once.
 */
const fate = fc.record({
  key: fc.constantFrom('a', 'b', 'c'),
  refusals: fc.nat({ max: 2 }),
  crash: fc.boolean(),
});
interface Fate {
  readonly key: string;
  readonly refusals: number;
  readonly crash: boolean;
}

/** The database as seen by a process that dies: from then on nothing it sends arrives. */
function mortal(): { readonly seen: Database<unknown>; die(): void } {
  let isDead = false;
  const seen: Database<unknown> = {
    ...database,
    read: (options, work) =>
      isDead ? Promise.reject(unavailable('dead')) : database.read(options, work),
  };
  return { seen, die: () => (isDead = true) };
}

let topics = 0;

async function run(fates: readonly Fate[], relayCount: number) {
  const topic = `model-${(topics += 1)}`;
  const outbox = createOutbox<Fate & { index: number }>({ topic });
  const ids: bigint[] = [];
  const firstDeliveries: number[] = [];
  let deaths = 0;
  const relays: OutboxRelay[] = [];
  const deliver = (payload: Fate & { index: number }, attempt: number): 'die' | 'live' => {
    if (attempt <= payload.refusals) throw unavailable('refused');
    const isFirst = !firstDeliveries.includes(payload.index);
    if (isFirst) firstDeliveries.push(payload.index);
    return isFirst && payload.crash ? 'die' : 'live';
  };
  const startRelay = (): void => {
    const { seen, die } = mortal();
    const relay = startOutboxRelay({
      database: seen,
      handlers: {
        [topic]: async ({ payload, attempt }) => {
          await new Promise((resolve) => setImmediate(resolve));
          const outcome = deliver(payload as unknown as Fate & { index: number }, attempt);
          if (outcome === 'live') return;
          deaths += 1;
          die();
          void relay.stop();
          startRelay();
        },
      },
      ...{ leaseMs: 100, pollMs: 20, retryFirstMs: 1, retryLongestMs: 5, concurrency: 2 },
    });
    relays.push(relay);
  };
  for (let count = 0; count < relayCount; count++) startRelay();

  // Appended by several writers at once, while the relays are at work.
  await Promise.all(
    fates.map((each, index) =>
      database.transaction({}, async (trx) => {
        ids[index] = await outbox.append(trx, { key: each.key, payload: { ...each, index } });
      }),
    ),
  );
  const left = async () => {
    const { rows } = await database.read({}, (db) =>
      sql`select from outbox where topic = ${topic}`.execute(db),
    );
    return rows.length;
  };
  await eventually(left).toBe(0);
  await Promise.all(relays.map((relay) => relay.stop()));
  return { ids, firstDeliveries, deaths };
}

it('delivers every message, and the first deliveries of a key in order, whatever fails or dies', async () => {
  const property = fc.asyncProperty(
    fc.array(fate, { minLength: 1, maxLength: 12 }),
    fc.integer({ min: 1, max: 3 }),
    async (fates, relayCount) => {
      const { ids, firstDeliveries, deaths } = await run(fates, relayCount);
      expect(firstDeliveries.toSorted((a, b) => a - b)).toEqual(fates.map((_, index) => index));
      expect(deaths).toBe(fates.filter(({ crash }) => crash).length);
      for (const key of new Set(fates.map((each) => each.key))) {
        const delivered = firstDeliveries.filter((index) => fates[index]?.key === key);
        const byId = delivered.toSorted((a, b) => Number(ids[a]! - ids[b]!));
        expect(delivered).toEqual(byId);
      }
    },
  );
  await fc.assert(property, { numRuns: 10 });
});
