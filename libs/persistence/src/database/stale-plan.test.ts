import { sql, type QueryExecutorProvider } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGate } from '@ballast/testing';
import type { Database } from './database.ts';
import { addTo, openAccounts, type AccountTables } from './test/accounts.ts';

const CONNECTIONS = 4;
let database: Database<AccountTables>;
beforeEach(async () => {
  database = await openAccounts({ maxConnections: CONNECTIONS });
});
afterEach(() => database.close());

const all = async (db: QueryExecutorProvider) => {
  const { rows } = await sql<object>`select * from account where id = ${1}`.execute(db);
  return rows;
};

/** Prepares the statement on every connection of the pool. */
async function prepareEverywhere() {
  const together = createGate();
  let count = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, () =>
      database.read({}, async (db) => {
        await all(db);
        if ((count += 1) === CONNECTIONS) together.open();
        await together.opened;
      }),
    ),
  );
}

it.each(['read', 'transaction'] as const)(
  'a %s of all columns goes on when another version adds one',
  async (kind) => {
    await prepareEverywhere();
    await database.migrate({
      '001': { up: async () => {} },
      '002': {
        up: async (db) => {
          await sql`alter table account add column note text`.execute(db);
        },
      },
    });
    for (let count = 0; count < 2 * CONNECTIONS; count++) {
      expect(await database[kind]({}, all)).toEqual([{ id: 1, balance: 0, note: null }]);
    }
  },
);

it('a transaction that has changed something before runs again as a whole', async () => {
  await prepareEverywhere();
  await database.read({}, (db) => sql`alter table account add column note text`.execute(db));
  await database.transaction({}, async (trx) => {
    await addTo(trx, 1, 5);
    await all(trx);
  });
  expect(await database.read({}, all)).toEqual([{ id: 1, balance: 5, note: null }]);
});
