import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { silentLogger } from '@ballast/logging';
import { createGate, startTcpRelay } from '@ballast/testing';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { hintOnCommit } from '../database/hint-on-commit.ts';
import { openDatabase } from '../database/open-database.ts';
import type { Database } from '../database/database.ts';
import { STATEMENT_CHANNEL, type StatementEvent } from '../database/statement-diagnostics.ts';
import { findTestServer, openTestDatabase } from '../testing/index.ts';
import { formatMessages, parseMessage } from './message.ts';

let here: Database<unknown>;
beforeAll(async () => {
  here = await openTestDatabase({});
});
afterAll(() => here.close());

const openThere = async (url?: string) =>
  openDatabase({
    url: url ?? (await findTestServer()),
    schema: here.schema,
    applicationName: `listens to ${here.schema}`,
    logger: silentLogger,
  });
const countListeners = async () => {
  const { rows } = await here.read({}, (db) =>
    sql`
      select from pg_stat_activity
      where application_name = ${`listens to ${here.schema}`} and query like 'listen %'
    `.execute(db),
  );
  return rows.length;
};
/** Hints until `wake` was called: the first ones may come before the other process listens. */
async function hintUntil(woken: { readonly isOpen: boolean }, name: string): Promise<void> {
  await eventually(() => {
    here.hints.send([name]);
    return woken.isOpen;
  }).toBe(true);
}

describe('hints', () => {
  it('wake subscribers of a name in this process and in another one, and nobody else', async () => {
    await using there = await openThere();
    const [near, far, other] = [createGate(), createGate(), createGate()];
    here.hints.subscribe('stock', () => near.open());
    there.hints.subscribe('stock', () => far.open());
    await eventually(countListeners).toBe(1);
    there.hints.subscribe('orders', () => other.open());
    await hintUntil(far, 'stock');
    expect(near.isOpen).toBe(true);
    expect(other.isOpen).toBe(false);
  });

  it('leave with the commit of a transaction and not before', async () => {
    await using there = await openThere();
    let woken = 0;
    there.hints.subscribe('late', () => (woken += 1));
    // Once for the connection, which is made now.
    await eventually(() => woken).toBe(1);
    await there.transaction({}, async (trx) => {
      hintOnCommit(trx, 'late');
      await sql`select 1`.execute(trx);
      expect(woken).toBe(1);
    });
    expect(woken).toBe(2);
    const failing = there.transaction({}, async (trx) => {
      hintOnCommit(trx, 'late');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(woken).toBe(2);
  });

  it('of many transactions travel in few notifications', async () => {
    await using there = await openThere();
    let far = 0;
    const first = createGate();
    there.hints.subscribe('batched', () => {
      far += 1;
      first.open();
    });
    await hintUntil(first, 'batched');
    far = 0;
    const last = createGate();
    there.hints.subscribe('last', () => last.open());
    let notifications = 0;
    const onStart = (event: unknown) => {
      if ((event as StatementEvent).kind === 'notify') notifications += 1;
    };
    const channel = `tracing:${STATEMENT_CHANNEL}:start`;
    subscribe(channel, onStart);
    const began = performance.now();
    await Promise.all(
      Array.from({ length: 200 }, () =>
        here.transaction({}, async (trx) => hintOnCommit(trx, 'batched')),
      ),
    );
    here.hints.send(['last']);
    await last.opened;
    unsubscribe(channel, onStart);
    expect(far).toBeGreaterThan(0);
    expect(notifications).toBeLessThanOrEqual((performance.now() - began) / 4 + 2);
    expect(notifications).toBeLessThan(100);
  });

  it('are listened for again after the connection broke, and everyone is woken then', async () => {
    const url = new URL(await findTestServer());
    await using relay = await startTcpRelay(Number(url.port));
    url.port = String(relay.port);
    await using there = await openThere(url.href);
    const [first, again] = [createGate(), createGate()];
    let isCut = false;
    there.hints.subscribe('stock', () => (isCut ? again : first).open());
    await hintUntil(first, 'stock');
    isCut = true;
    relay.cut();
    await again.opened;
    await eventually(countListeners).toBe(1);
  });

  it('need no connection when nobody waits for any', async () => {
    await using there = await openThere();
    const unsubscribes = ['a', 'a', 'b'].map((name) => there.hints.subscribe(name, () => {}));
    await eventually(countListeners).toBe(1);
    for (const unsubscribe of unsubscribes) unsubscribe();
    await eventually(countListeners).toBe(0);
    there.hints.subscribe('a', () => {});
    await eventually(countListeners).toBe(1);
  });
});

describe('a message', () => {
  it('carries its names whole, in payloads that PostgreSQL takes', () => {
    const name = fc.stringMatching(/^[!-~]{1,200}$/);
    fc.assert(
      fc.property(fc.array(name, { maxLength: 200 }), (names) => {
        const payloads = formatMessages({ origin: 'o', names });
        expect(payloads.every((payload) => payload.length < 8_000)).toBe(true);
        const parsed = payloads.map(parseMessage);
        expect(parsed.flatMap((message) => message.names)).toEqual(names);
        expect(parsed.every(({ origin }) => origin === 'o')).toBe(true);
      }),
    );
  });
});
