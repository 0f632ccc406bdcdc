import { Code } from '@ballast/status';
import { createGate, type Gate } from '@ballast/testing';
import { sql, type QueryExecutorProvider } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { isUniqueViolation } from './database-errors.ts';
import { addTo, balanceOf, openAccounts, type AccountTables } from './test/accounts.ts';

let database: Database<AccountTables>;
beforeAll(async () => {
  database = await openAccounts();
});
afterAll(() => database.close());

describe('transaction', () => {
  it('keeps everything when work resolves and nothing when it rejects', async () => {
    await database.transaction({}, (trx) => addTo(trx, 1, 5));
    const refusal = new Error('no');
    const refused = database.transaction({}, async (trx) => {
      await addTo(trx, 1, 100);
      throw refusal;
    });
    await expect(refused).rejects.toBe(refusal);
    expect(await balanceOf(database, 1)).toBe(5);
  });

  it('runs two transactions that deadlock one after the other', async () => {
    const [first, second] = [createGate(), createGate()];
    const transfer = (from: number, to: number, mine: Gate, other: Gate) =>
      database.transaction({}, async (trx) => {
        await sql`set local deadlock_timeout = '20ms'`.execute(trx);
        await addTo(trx, from, -1);
        mine.open();
        await other.opened;
        await addTo(trx, to, 1);
      });
    const before = await balanceOf(database, 1);
    await Promise.all([transfer(1, 2, first, second), transfer(2, 1, second, first)]);
    expect(await balanceOf(database, 1)).toBe(before);
  });

  it('gives up on a conflict after five attempts with ABORTED', async () => {
    let attempts = 0;
    const failing = database.transaction({}, async (trx) => {
      attempts += 1;
      await sql`do $$ begin raise serialization_failure; end $$`.execute(trx);
    });
    await expect(failing).rejects.toMatchObject({
      code: Code.ABORTED,
      reason: 'TRANSACTION_CONFLICT',
    });
    expect(attempts).toBe(5);
  });

  it('refuses to pass a transaction as committed that a swallowed error has rolled back', async () => {
    const swallowed = database.transaction({}, async (trx) => {
      await sql`select 1 / 0`.execute(trx).catch(() => {});
    });
    await expect(swallowed).rejects.toThrow('its error was ignored');
  });

  it('leaves a broken constraint to its caller', async () => {
    const duplicate = database.transaction({}, (trx) =>
      trx.insertInto('account').values({ id: 1, balance: 0 }).execute(),
    );
    const error: unknown = await duplicate.catch((reason: unknown) => reason);
    expect(isUniqueViolation(error, 'account_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'another')).toBe(false);
  });

  it('rejects a statement that is sent after the end, and hurts nobody', async () => {
    let escaped: QueryExecutorProvider | undefined;
    await database.transaction({}, async (trx) => {
      escaped = trx;
    });
    await expect(addTo(escaped as QueryExecutorProvider, 1, 1)).rejects.toThrow('await it');
  });

  it('says which isolation level it runs in', async () => {
    const level = await database.transaction({ isolationLevel: 'serializable' }, (trx) =>
      sql<{ level: string }>`select current_setting('transaction_isolation') as level`.execute(trx),
    );
    expect(level.rows).toEqual([{ level: 'serializable' }]);
  });

  it('tells the server to end its statements at the deadline', async () => {
    const { rows } = await database.transaction({ timeLeftMs: 700 }, (trx) =>
      sql<{ ms: number }>`
        select setting::int as ms from pg_settings where name = 'statement_timeout'
      `.execute(trx),
    );
    expect(rows[0]?.ms).toBeGreaterThan(600);
    expect(rows[0]?.ms).toBeLessThanOrEqual(800);
  });
});
