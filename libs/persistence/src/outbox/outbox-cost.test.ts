import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openTestDatabase } from '../testing/index.ts';
import { outboxMigrations } from './outbox-migrations.ts';
import { claimStatement } from './outbox-queue.ts';

/**
 * Pages of 8 KiB that claiming ten messages may touch; the table alone has more than a thousand.
 */
const FEW_PAGES = 250;

interface Explained {
  readonly 'QUERY PLAN': readonly [
    { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } },
  ];
}

describe('claiming from 100 000 messages', () => {
  it.each([
    ['that all are due, each of its own key', 'n', 'true', 10],
    ['that all wait behind one', '0', 'n = 1', 1],
    ['that all are held', 'n', 'true', 0],
  ])('%s, costs a few pages', async (_, key, head, found) => {
    await using database = await openTestDatabase(outboxMigrations);
    const hold = found === 0 ? '1 hour' : '0';
    await database.read({}, (db) =>
      sql`
        insert into outbox (topic, key, payload, head, available_at)
        select 't', ${sql.raw(key)}::text, '{}', ${sql.raw(head)}, now() + ${hold}::interval
        from generate_series(1, 100000) as n
      `.execute(db),
    );
    await database.read({}, (db) => sql`analyze outbox`.execute(db));
    const claim = { topics: ['t', 'u'], limit: 10, lease: crypto.randomUUID(), leaseMs: 1_000 };
    const { rows } = await database.read({}, (db) =>
      sql<Explained>`explain (analyze, buffers, format json) ${claimStatement(claim)}`.execute(db),
    );
    const { Plan: plan } = rows[0]!['QUERY PLAN'][0];
    expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(FEW_PAGES);
    const { rows: taken } = await database.read({}, (db) =>
      sql`select from outbox where lease is not null`.execute(db),
    );
    expect(taken.length).toBe(found);
  });
});
