import { randomBytes } from 'node:crypto';
import { silentLogger } from '@ballast/logging';
import type { Migration } from 'kysely/migration';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import type { DatabaseOptions } from '../database/options.ts';
import { findTestServer } from './test-server.ts';

/**
 * A database of its own for a test file: a new schema, migrated, on the run's one server. Not
 * durable: for tests only. Close it, or hold it with `await using`.
 */
export async function openTestDatabase<Tables>(
  migrations: Record<string, Migration>,
  options: Partial<DatabaseOptions> = {},
): Promise<Database<Tables>> {
  const database = openDatabase<Tables>({
    url: await findTestServer(),
    schema: `test_${randomBytes(6).toString('hex')}`,
    applicationName: 'test',
    logger: silentLogger,
    ...options,
  });
  await database.migrate(migrations);
  return database;
}
