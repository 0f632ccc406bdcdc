import { silentLogger } from '@ballast/logging';
import { openDatabase } from '@ballast/persistence';
import { sql } from 'kysely';

/** So many empty databases on one server; resolves to their URLs. */
export async function createDatabases(serverUrl: string, count: number): Promise<string[]> {
  await using server = openDatabase<never>({
    url: serverUrl,
    schema: 'public',
    applicationName: 'e2e',
    logger: silentLogger,
  });
  const names = Array.from({ length: count }, (_, index) => `lane_${index}`);
  for (const name of names) {
    // Not in a transaction: "CREATE DATABASE cannot run inside a transaction block".
    await server.read({}, (db) => sql`create database ${sql.id(name)}`.execute(db));
  }
  return names.map((name) => {
    const url = new URL(serverUrl);
    url.pathname = name;
    return url.href;
  });
}
