import assert from 'node:assert/strict';
import { silentLogger } from '@ballast/logging';
import { openDatabase } from '@ballast/persistence';
import { sql } from 'kysely';
import { waitUntil } from '../wait-until.ts';
import { rules, unfinished, type Rule } from './rules.ts';

/** The database itself, read past the services. */
export interface Books extends AsyncDisposable {
  /** Resolves when the services have finished all that they mean to do. */
  untilSettled(): Promise<void>;
  /** As if so much time had passed that no hold, no lease and no pause before a retry is left. */
  letTimePass(): Promise<void>;
  /**
   * Waits until all is settled, then compares what the services have written with each other.
   *
   * @throws AssertionError with every fact that breaks a rule; Error where something is never settled.
   */
  audit(): Promise<void>;
}

interface Finding {
  readonly rule: string;
  readonly fact: unknown;
}

export function openBooks(databaseUrl: string): Books {
  const database = openDatabase<never>({
    url: databaseUrl,
    // Every table is named with its schema.
    schema: 'public',
    applicationName: 'e2e-audit',
    logger: silentLogger,
    maxConnections: 1,
  });
  const findOffenders = (all: readonly Rule[]): Promise<Finding[]> =>
    database.read({}, async (db) => {
      const parts = all.map(
        ({ says, offenders }) =>
          sql`select ${sql.lit(says)} as rule, to_jsonb(offender) as fact
            from (${offenders}) as offender`,
      );
      // One statement, and so one snapshot: what moves meanwhile moves for all rules.
      return (await sql<Finding>`${sql.join(parts, sql` union all `)}`.execute(db)).rows;
    });
  const untilNone = async (what: string, all: readonly Rule[]): Promise<void> => {
    await waitUntil(
      what,
      async () => {
        const open = await findOffenders(all);
        if (open.length === 0) return true;
        throw new Error(`${open.length} are not, such as ${JSON.stringify(open[0])}`);
      },
      { pollMs: 20 },
    );
  };
  const books: Books = {
    untilSettled: () => untilNone('all orders are settled', unfinished),
    async letTimePass() {
      await database.transaction({}, (transaction) =>
        sql`update orders.outbox set available_at = now() where available_at > now()`.execute(
          transaction,
        ),
      );
    },
    async audit() {
      await books.untilSettled();
      assert.deepEqual(await findOffenders(rules), []);
    },
    [Symbol.asyncDispose]: () => database.close(),
  };
  return books;
}
