// A handler that asks the database first still calls with what is left of its own call.
import { createClient } from '@ballast/client';
import { bindScope, findScope, openScope, runInScope } from '@ballast/deadlines';
import { openTestDatabase, findTestServer } from '@ballast/persistence/testing';
import { createGate, startTestServer, testServiceDefinition } from '@ballast/testing';
import { sql } from 'kysely';
import { Pool } from 'pg';
import { expect, test } from 'vitest';

type Database = Awaited<ReturnType<typeof openTestDatabase<object>>>;

const request = { text: 'hello', count: 1 };

const ways: Record<string, (database: Database, call: () => Promise<unknown>) => Promise<unknown>> =
  {
    'after a read': async (database, call) => {
      await database.read({}, (db) => sql`select 1`.execute(db));
      return call();
    },
    'between the statements of a transaction': (database, call) =>
      database.transaction({}, async (db) => {
        await sql`select 1`.execute(db);
        await call();
        await sql`select 2`.execute(db);
      }),
    'while it waits for a connection that others have': async (database, call) => {
      const others = Array.from({ length: 8 }, () =>
        database.read({}, (db) => sql`select pg_sleep(0.001)`.execute(db)),
      );
      await database.read({}, () => call());
      return Promise.all(others);
    },
    'woken by a hint, where the listener is bound': async (database, call) => {
      const called = createGate<unknown>();
      const unsubscribe = database.hints.subscribe(
        'news',
        bindScope(() => void call().then(called.open, called.fail)),
      );
      runInScope(undefined, () => database.hints.send(['news']));
      await called.opened;
      unsubscribe();
    },
  };

test.each(Object.keys(ways))('%s', async (name) => {
  await using database = await openTestDatabase<object>({}, { maxConnections: 2 });
  await using server = await startTestServer();
  using client = createClient(testServiceDefinition, { target: `static:///${server.address}` });
  // Both calls use the same connections: the second must not be taken for the first.
  for (const criticality of ['critical', 'sheddable'] as const) {
    using scope = openScope({ timeoutMs: 60_000, criticality });
    await runInScope(scope, () => ways[name]!(database, () => client.unary(request)));
  }
  expect(server.calls.map(({ metadata }) => metadata.get('ballast-criticality')[0])).toEqual([
    'critical',
    'sheddable',
  ]);
});

test('a callback of pg itself runs where its connection was opened, unless it is bound', async () => {
  const pool = new Pool({ connectionString: await findTestServer(), max: 1 });
  using first = openScope();
  using second = openScope();
  await runInScope(first, () => pool.query('select 1'));
  const free = createGate<unknown>();
  const bound = createGate<unknown>();
  runInScope(second, () => {
    pool.query('select 1', () => free.open(findScope()));
    pool.query(
      'select 1',
      bindScope(() => bound.open(findScope())),
    );
  });
  expect([(await free.opened) === first, (await bound.opened) === second]).toEqual([true, true]);
  await pool.end();
});
