import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openTestDatabase } from '../testing/index.ts';
import { outboxMigrations } from './outbox-migrations.ts';
import { findNextDueMs } from './outbox-queue.ts';

it.each([
  ['undefined where there is none', undefined, [-Infinity, Infinity]],
  ['0 where one is over its time', '-1 hour', [0, 0]],
  ['the time left where one is held', '1 hour', [3_500_000, 3_600_000]],
])('the next message is due in: %s', async (_, hold, [least, most]) => {
  await using database = await openTestDatabase(outboxMigrations);
  const dueMs = await database.read({}, async (db) => {
    await sql`
      insert into outbox (topic, key, payload, head, available_at)
      select 't', 'k', '{}', true, now() + hold from (values (${hold ?? null}::interval)) as v (hold)
      where hold is not null
    `.execute(db);
    return findNextDueMs(db, ['t', 'u']);
  });
  expect(dueMs === undefined).toBe(hold === undefined);
  expect(dueMs ?? 0).toBeGreaterThanOrEqual(least as number);
  expect(dueMs ?? 0).toBeLessThanOrEqual(most as number);
});
