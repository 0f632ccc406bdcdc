import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../testing/index.ts';
import { outboxMigrations } from './outbox-migrations.ts';
import { claimStatement } from './outbox-queue.ts';

/** Pages of 8 KiB that claiming ten messages may touch; the table alone has more than a thousand. */
const FEW_PAGES = 250;

interface Explained {
  readonly 'QUERY PLAN': readonly [
    { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } },
  ];
}

let database: Database<unknown>;
beforeAll(async () => {
  database = await openTestDatabase(outboxMigrations);
  await database.read({}, (db) =>
    sql`
      insert into outbox (topic, key, payload, head, available_at)
      select topic, case topic when 'behind' then 'k' else n::text end, '{}',
        topic <> 'behind' or n = 1,
        case topic when 'held' then now() + interval '1 hour' else now() end
      from generate_series(1, 34000) as n, unnest(array['due', 'behind', 'held']) as t (topic)
    `.execute(db),
  );
  await database.read({}, (db) => sql`analyze outbox`.execute(db));
});
afterAll(() => database.close());

describe('claiming from 100 000 messages, of which a third', () => {
  it.each([
    ['are due, each of its own key', 'due', 10],
    ['wait behind one', 'behind', 1],
    ['are held', 'held', 0],
  ])('%s, costs a few pages', async (_, topic, found) => {
    const lease = crypto.randomUUID();
    const claim = { topics: [topic, 'empty'], limit: 10, lease, leaseMs: 60_000 };
    const { rows } = await database.read({}, (db) =>
      sql<Explained>`explain (analyze, buffers, format json) ${claimStatement(claim)}`.execute(db),
    );
    const { Plan: plan } = rows[0]!['QUERY PLAN'][0];
    expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(FEW_PAGES);
    const { rows: taken } = await database.read({}, (db) =>
      sql`select from outbox where lease = ${lease}`.execute(db),
    );
    expect(taken.length).toBe(found);
  });
});
