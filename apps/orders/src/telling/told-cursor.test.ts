import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openOrdersDatabase } from '../../test/start-orders.ts';
import type { OrdersDatabase } from '../../test/start-orders.ts';
import { createToldCursor } from './create-told-cursor.ts';
import type { ToldChange } from './told-cursor.ts';

let database: OrdersDatabase;
beforeAll(async () => {
  database = await openOrdersDatabase();
});
afterAll(() => database.close());
beforeEach(() =>
  database.transaction({}, async (trx) => {
    await sql`truncate event_log, order_line, orders`.execute(trx);
    await sql`update told set xid = '0', id = 0, held_until = '-infinity'`.execute(trx);
  }),
);

const open = () => createToldCursor(database, 'notifications');

/** An order with one change, written by a transaction that takes its number first and dawdles. */
const write = (orderId: string, { turns = 0, fails = false } = {}): Promise<unknown> =>
  database
    .transaction({}, async (trx) => {
      await sql`select pg_current_xact_id()`.execute(trx);
      for (let count = 0; count < turns; count++) await turn();
      await sql`insert into orders (order_id, customer_id, state) values (${orderId}, 'ada', 'PENDING')
      `.execute(trx);
      await sql`insert into event_log (stream, key, sequence, payload)
        values ('orders', ${orderId}, 1, '{"state": "PENDING", "rejectionReason": ""}')`.execute(
        trx,
      );
      for (let count = 0; count < turns; count++) await turn();
      if (fails) throw new Error('rolled back');
    })
    .catch((error: Error) => {
      if (error.message !== 'rolled back') throw error;
    });

/** What is read first: transactions of other tests may hold it up for a while. */
async function firstOf<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  for (;;) {
    const found = await read();
    if (found.length > 0) return found;
  }
}

/** Reads as a teller does. */
async function readUntil(isEnd: (told: readonly string[]) => boolean, limit = 3) {
  const cursor = open();
  const told: string[] = [];
  await cursor.hold(10_000, {});
  while (!isEnd(told)) {
    const changes = await cursor.read(limit, {});
    told.push(...changes.map(({ orderId }) => orderId));
    const last = changes.at(-1);
    if (last !== undefined) await cursor.advance(last.position, {});
  }
  await cursor.release({});
  return told;
}

test('every committed change is told once, whatever order transactions end in', async () => {
  const one = fc.record({ turns: fc.nat({ max: 15 }), fails: fc.boolean() });
  let orders = 0;
  const property = fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 15 }), async (all) => {
    const wanted: string[] = [];
    const writing = all.map((options) => {
      const orderId = `order-${(orders += 1)}`;
      if (!options.fails) wanted.push(orderId);
      return write(orderId, options);
    });
    const end = `end-${orders}`;
    const reading = readUntil((told) => told.includes(end));
    await Promise.all(writing);
    await write(end);
    expect((await reading).sort()).toEqual([...wanted, end].sort());
  });
  await fc.assert(property, { numRuns: 20 });
});

test('what a running transaction may still come before is not told yet', async () => {
  const cursor = open();
  const read = async () => (await cursor.read(10, {})).map(({ orderId }) => orderId);
  await database.transaction({}, async (older) => {
    await sql`select pg_current_xact_id()`.execute(older);
    await write('younger');
    expect(await read()).toEqual([]);
  });
  expect(await firstOf(read)).toEqual(['younger']);
});

test('a change tells what its order is', async () => {
  await write('known');
  const [change] = await firstOf(() => open().read(10, {}));
  expect(change).toMatchObject({
    ...{ orderId: 'known', sequence: 1n, customerId: 'ada', state: 'PENDING' },
    ...{ totalCents: 0n, rejectionReason: '', occurredAt: expect.any(Date) as Date },
  } satisfies Partial<ToldChange>);
});

test('one process holds the cursor until its time is over, or it gives it back', async () => {
  const [one, other] = [open(), open()];
  expect(await one.hold(60_000, {})).toBe(true);
  expect(await one.hold(60_000, {})).toBe(true);
  expect(await other.hold(60_000, {})).toBe(false);
  await one.release({});
  expect(await other.hold(0, {})).toBe(true);
  expect(await one.hold(60_000, {})).toBe(true);
});

test('a process that has lost the cursor does not move it', async () => {
  const [one, other] = [open(), open()];
  await one.hold(0, {});
  await other.hold(60_000, {});
  expect(await one.advance({ xid: '5', id: 5n }, {})).toBe(false);
  expect(await other.advance({ xid: '5', id: 5n }, {})).toBe(true);
});

test('a cursor from a server that was further begins again', async () => {
  const cursor = open();
  await cursor.hold(60_000, {});
  await cursor.advance({ xid: '9000000000000000000', id: 1n }, {});
  await write('restored');
  expect(await firstOf(() => cursor.read(10, {}))).toMatchObject([{ orderId: 'restored' }]);
});
