import { sql, type QueryExecutorProvider } from 'kysely';
import { openTestDatabase } from '../../testing/index.ts';
import type { Database } from '../database.ts';
import type { DatabaseOptions } from '../options.ts';

export interface AccountTables {
  account: { id: number; balance: number };
}

const migrations = {
  '001': {
    up: async (db: QueryExecutorProvider) => {
      await sql`create table account (id int primary key, balance int not null)`.execute(db);
      await sql`insert into account values (1, 0), (2, 0)`.execute(db);
    },
  },
};

/** Two accounts, numbers 1 and 2, both empty. */
export const openAccounts = (options: Partial<DatabaseOptions> = {}) =>
  openTestDatabase<AccountTables>(migrations, options);

export const addTo = (db: QueryExecutorProvider, id: number, amount: number) =>
  sql`update account set balance = balance + ${amount} where id = ${id}`.execute(db);

export async function balanceOf(database: Database<AccountTables>, id: number): Promise<number> {
  const row = await database.read({}, (db) =>
    db.selectFrom('account').select('balance').where('id', '=', id).executeTakeFirstOrThrow(),
  );
  return row.balance;
}

export const sleepInDatabase = (db: QueryExecutorProvider) => sql`select pg_sleep(30)`.execute(db);

/** How many of these sleeps run on the server now, whoever sent them. */
export async function countSleeps(observer: Database<unknown>): Promise<bigint | undefined> {
  const { rows } = await observer.read({}, (db) =>
    sql<{ count: bigint }>`
      select count(*) as count from pg_stat_activity
      where state = 'active' and query like '%pg_sleep(30)%' and pid <> pg_backend_pid()
    `.execute(db),
  );
  return rows[0]?.count;
}
