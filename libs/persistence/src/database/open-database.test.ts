import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openTestDatabase } from '../testing/index.ts';

describe('openDatabase', () => {
  it('reads from its own schema', async () => {
    await using database = await openTestDatabase({});
    const { rows } = await database.read({}, (db) =>
      sql<{
        schema: string;
        count: bigint;
      }>`select current_schema() as schema, count(*) as count from ballast_migration`.execute(db),
    );
    expect(rows).toEqual([{ schema: database.schema, count: 0n }]);
  });
});
