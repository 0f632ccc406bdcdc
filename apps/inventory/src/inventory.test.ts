import { createClient } from '@ballast/client';
import type { Client } from '@ballast/client';
import { descriptors, InventoryServiceService, ReservationState } from '@ballast/contracts';
import type { ImportStockRequest, Stock } from '@ballast/contracts';
import { silentLogger } from '@ballast/logging';
import { implement, startServer } from '@ballast/server';
import type { RunningServer } from '@ballast/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { followChanges, openInventoryDatabase, openReplica } from '../test/open-store.ts';
import type { InventoryDatabase } from '../test/open-store.ts';
import { createInventoryHandlers } from './handlers.ts';
import { createStockStore } from './store/create-stock-store.ts';

type InventoryClient = Client<typeof InventoryServiceService>;

interface Replica {
  readonly database: InventoryDatabase;
  readonly server: RunningServer;
  readonly client: InventoryClient;
}

let first: Replica;
let second: Replica;
beforeAll(async () => {
  const database = await openInventoryDatabase();
  first = await startReplica(database);
  second = await startReplica(await openReplica(database));
});
afterAll(async () => {
  for (const { client, server, database } of [first, second]) {
    client[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
    await database.close();
  }
});

async function startReplica(database: InventoryDatabase): Promise<Replica> {
  const handlers = createInventoryHandlers({
    store: createStockStore(database),
    changes: followChanges(database),
    reservationTtlMs: 600_000,
  });
  const server = await startServer({
    address: '127.0.0.1:0',
    services: [
      implement(InventoryServiceService, handlers, { validate: { importStock: 'report' } }),
    ],
    descriptors,
    logger: silentLogger,
    drainDelayMs: 0,
  });
  const target = `static:///${server.address}`;
  return { database, server, client: createClient(InventoryServiceService, { target }) };
}

const row = (sku: string, received = 10n, rest: Partial<ImportStockRequest> = {}) => ({
  sku,
  name: `name of ${sku}`,
  priceCents: 250n,
  received,
  ...rest,
});
const importRows = (...rows: ImportStockRequest[]) => first.client.importStock(rows);
const stockOf = async (sku: string): Promise<Stock | undefined> =>
  (await first.client.getStock({ sku })).stock;
const reserve = (reservationId: string, items: { sku: string; quantity: number }[]) =>
  first.client.reserve({ reservationId, items, ttlSeconds: 0 });

test('what was imported is read, one sku or a page at a time', async () => {
  const skus = ['page-1', 'page-10', 'page-2', 'page-A', 'page-a'];
  await importRows(...skus.toReversed().map((sku) => row(sku)));
  expect(await stockOf('page-A')).toEqual({
    ...{ sku: 'page-A', name: 'name of page-A', priceCents: 250n },
    ...{ onHand: 10n, reserved: 0n, available: 10n, version: 1n },
  });
  const seen: string[] = [];
  for (let pageToken = ''; ;) {
    const page = await first.client.listStock({ pageSize: 2, pageToken });
    seen.push(...page.stock.map(({ sku }) => sku));
    pageToken = page.nextPageToken;
    if (pageToken === '') break;
    expect(page.stock).toHaveLength(2);
  }
  expect(seen.filter((sku) => sku.startsWith('page-'))).toEqual(skus);
});

test('an unknown sku and an unknown reservation are not found', async () => {
  const { client } = first;
  const reservationId = 'nobody-made-it';
  await expect(client.getStock({ sku: 'x' })).rejects.toMatchObject({ reason: 'UNKNOWN_SKU' });
  const unknown = { code: 5, reason: 'UNKNOWN_RESERVATION' };
  await expect(client.commit({ reservationId })).rejects.toMatchObject(unknown);
  await expect(client.release({ reservationId })).rejects.toMatchObject(unknown);
});

test('a reservation is held, committed and released, and each answer may be asked for again', async () => {
  await importRows(row('life'));
  const items = [{ sku: 'life', quantity: 4 }];
  const lines = [{ sku: 'life', quantity: 4, unitPriceCents: 250n }];
  const held = await reserve('life', items);
  expect(held.reservation).toMatchObject({
    ...{ reservationId: 'life', lines, shortages: [] },
    state: ReservationState.RESERVATION_STATE_HELD,
  });
  expect(held.reservation?.expiresAt).toBeInstanceOf(Date);
  expect(await reserve('life', items)).toEqual(held);
  expect(await stockOf('life')).toMatchObject({ onHand: 10n, reserved: 4n, available: 6n });

  const committed = await first.client.commit({ reservationId: 'life' });
  expect(committed.reservation).toMatchObject({
    ...{ reservationId: 'life', lines, expiresAt: undefined },
    state: ReservationState.RESERVATION_STATE_COMMITTED,
  });
  expect(await second.client.commit({ reservationId: 'life' })).toEqual(committed);
  expect(await reserve('life', items)).toEqual(committed);
  expect(await stockOf('life')).toMatchObject({ onHand: 6n, reserved: 0n, available: 6n });

  const released = await first.client.release({ reservationId: 'life' });
  expect(released.reservation?.state).toBe(ReservationState.RESERVATION_STATE_RELEASED);
  expect(await second.client.release({ reservationId: 'life' })).toEqual(released);
  expect(await stockOf('life')).toMatchObject({ onHand: 10n, reserved: 0n, available: 10n });
});

test('short stock is an answer that says what is short', async () => {
  await importRows(row('short', 1n));
  const { reservation } = await reserve('short', [
    { sku: 'short', quantity: 2 },
    { sku: 'unheard-of', quantity: 1 },
  ]);
  expect(reservation).toMatchObject({
    ...{ state: ReservationState.RESERVATION_STATE_REFUSED, lines: [], expiresAt: undefined },
    shortages: [
      { sku: 'short', requested: 2, available: 1n, unknownSku: false },
      { sku: 'unheard-of', requested: 1, available: 0n, unknownSku: true },
    ],
  });
});

test('a reservation id with other items is refused', async () => {
  await importRows(row('other'));
  await reserve('other', [{ sku: 'other', quantity: 1 }]);
  await expect(reserve('other', [{ sku: 'other', quantity: 2 }])).rejects.toMatchObject({
    ...{ code: 6, reason: 'RESERVATION_DIFFERS' },
  });
});

const violation = (field: string) => ({
  code: 3,
  fieldViolations: [expect.objectContaining({ field })],
});

test.each([
  [
    'a sku twice',
    () =>
      reserve('r', [
        { sku: 'a', quantity: 1 },
        { sku: 'a', quantity: 2 },
      ]),
    'items[1].sku',
  ],
  ['a quantity of 0', () => reserve('r', [{ sku: 'a', quantity: 0 }]), 'items[0].quantity'],
  ['no items', () => reserve('r', []), 'items'],
  [
    'a reservation id with a NUL',
    () => reserve('a\0b', [{ sku: 'a', quantity: 1 }]),
    'reservation_id',
  ],
  [
    'a commit of an id with a NUL',
    () => first.client.commit({ reservationId: '\0' }),
    'reservation_id',
  ],
  [
    'a wrong page token',
    () => first.client.listStock({ pageSize: 1, pageToken: 'x' }),
    'page_token',
  ],
])('%s is refused by the name of its field', async (_case, call, field) => {
  await expect(call()).rejects.toMatchObject(violation(field));
});

test('an import takes what is good and reports the rest by its row', async () => {
  const answer = await importRows(
    row('good-1'),
    row('no good', 1n),
    row('good-2', 5n),
    row('good-1', 7n, { name: 'renamed', priceCents: 1n }),
    row('good-3', -1n),
    row('good-4', 1n, { name: 'a\0b' }),
  );
  expect(answer).toMatchObject({ imported: 3n, rejected: 3n });
  expect(answer.errors.map(({ row: number, sku }) => [number, sku])).toEqual([
    [2n, 'no good'],
    [5n, 'good-3'],
    [6n, 'good-4'],
  ]);
  expect(answer.errors[1]?.error).toMatch(/^received: /);
  const renamed = { name: 'renamed', priceCents: 1n, onHand: 17n };
  expect(await stockOf('good-1')).toMatchObject(renamed);
});

test('an import of many batches counts exactly', async () => {
  const rows = Array.from({ length: 2345 }, (_, index) =>
    row(index % 5 === 0 ? 'bad sku' : `bulk-${index % 100}`, 1n),
  );
  const answer = await importRows(...rows);
  expect(answer).toMatchObject({ imported: 1876n, rejected: 469n });
  expect(answer.errors).toHaveLength(100);
  expect(await stockOf('bulk-1')).toMatchObject({ onHand: 24n });
});

test('of an import that is cancelled the full batches stay and the open one is dropped', async () => {
  const cancel = new AbortController();
  async function* rows() {
    for (let index = 0; index < 500; index++) yield row('kept', 1n);
    yield row('dropped', 1n);
    // The batch before is being taken while this one waits for its end.
    for await (const { stock } of first.client.watchStock({ skus: ['kept'] })) {
      if (stock?.onHand === 500n) break;
    }
    cancel.abort();
    yield row('dropped', 1n);
  }
  const call = first.client.importStock(rows(), { signal: cancel.signal });
  await expect(call).rejects.toMatchObject({ code: 1 });
  expect(await stockOf('kept')).toMatchObject({ onHand: 500n });
  await expect(stockOf('dropped')).rejects.toMatchObject({ reason: 'UNKNOWN_SKU' });
});

test('an adjustment is answered before the next is read', async () => {
  await importRows(row('adjust'));
  await reserve('adjust', [{ sku: 'adjust', quantity: 4 }]);
  const asked: bigint[] = [];
  async function* adjustments() {
    for (const delta of [5n, -12n, -11n]) {
      asked.push(delta);
      yield { sku: 'adjust', delta };
    }
    yield { sku: 'not-there', delta: 1n };
  }
  const outcomes = [];
  for await (const { outcome } of first.client.adjustStock(adjustments())) outcomes.push(outcome);
  expect(outcomes).toMatchObject([
    { $case: 'adjusted', value: { onHand: 15n, reserved: 4n, available: 11n } },
    { $case: 'refused', value: { sku: 'adjust', reason: 'BELOW_RESERVED' } },
    { $case: 'adjusted', value: { onHand: 4n, reserved: 4n, available: 0n } },
    { $case: 'refused', value: { sku: 'not-there', reason: 'UNKNOWN_SKU' } },
  ]);
});

test('a watcher at another replica sees the stock as it is, then every change in order', async () => {
  await importRows(row('watch-1'), row('watch-2'));
  const watching = second.client.watchStock({ skus: ['watch-1', 'watch-2', 'watch-3'] });
  const next = async () => (await watching.next()).value?.stock as Stock;
  expect([await next(), await next()]).toMatchObject([
    { sku: 'watch-1', version: 1n, available: 10n },
    { sku: 'watch-2', version: 1n, available: 10n },
  ]);
  await reserve('watch', [{ sku: 'watch-1', quantity: 1 }]);
  await first.client.commit({ reservationId: 'watch' });
  await importRows(row('watch-3', 3n));
  expect([await next(), await next(), await next()]).toMatchObject([
    { sku: 'watch-1', version: 2n, onHand: 10n, reserved: 1n, available: 9n },
    { sku: 'watch-1', version: 3n, onHand: 9n, reserved: 0n, available: 9n },
    { sku: 'watch-3', version: 1n, available: 3n },
  ]);
  await watching.return?.();
});

test('no change falls between the first state and the stream, however many write', async () => {
  await importRows(row('busy', 0n));
  const over = new AbortController();
  const write = async () => {
    while (!over.signal.aborted) await importRows(row('busy', 1n));
  };
  const writers = [write(), write(), write()];
  const watchers = Array.from({ length: 8 }, async (_, index) => {
    const versions: bigint[] = [];
    const { client } = index % 2 === 0 ? first : second;
    for await (const { stock } of client.watchStock({ skus: ['busy'] })) {
      versions.push(stock!.version);
      if (versions.length === 20) return versions;
    }
    return versions;
  });
  for (const versions of await Promise.all(watchers)) {
    expect(versions).toEqual(versions.map((_, index) => versions[0]! + BigInt(index)));
  }
  over.abort();
  await Promise.all(writers);
});

test('a watcher is sent away when its server leaves', async () => {
  const { server, client } = await startReplica(second.database);
  const watching = client.watchStock({ skus: ['none'] });
  const end = expect(watching.next()).rejects.toMatchObject({
    ...{ code: 14, reason: 'SERVER_DRAINING' },
  });
  // The call is under way once another on the same connection is answered.
  await client.listStock({ pageSize: 1, pageToken: '' });
  await server.drain();
  await end;
  client[Symbol.dispose]();
});
