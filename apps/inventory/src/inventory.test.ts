import { ReservationState } from '@ballast/contracts';
import type { ImportStockRequest } from '@ballast/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInventoryDatabase, openReplica } from '../test/open-store.ts';
import { row, startReplica, stockOf } from '../test/start-replica.ts';
import type { Replica } from '../test/start-replica.ts';

let first: Replica;
let second: Replica;
beforeAll(async () => {
  const database = await openInventoryDatabase();
  first = await startReplica(database);
  second = await startReplica(await openReplica(database));
});
afterAll(async () => {
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
});

const importRows = (...rows: ImportStockRequest[]) => first.client.importStock(rows);
const reserve = (reservationId: string, items: { sku: string; quantity: number }[]) =>
  first.client.reserve({ reservationId, items, ttlSeconds: 0 });

test('what was imported is read, one sku or a page at a time', async () => {
  const skus = ['page-1', 'page-10', 'page-2', 'page-A', 'page-a'];
  await importRows(...skus.toReversed().map((sku) => row(sku)));
  expect(await stockOf(first, 'page-A')).toEqual({
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
  expect(await stockOf(first, 'life')).toMatchObject({ onHand: 10n, reserved: 4n, available: 6n });

  const committed = await first.client.commit({ reservationId: 'life' });
  expect(committed.reservation).toMatchObject({
    ...{ reservationId: 'life', lines, expiresAt: undefined },
    state: ReservationState.RESERVATION_STATE_COMMITTED,
  });
  expect(await second.client.commit({ reservationId: 'life' })).toEqual(committed);
  expect(await reserve('life', items)).toEqual(committed);
  expect(await stockOf(first, 'life')).toMatchObject({ onHand: 6n, reserved: 0n, available: 6n });

  const released = await first.client.release({ reservationId: 'life' });
  expect(released.reservation?.state).toBe(ReservationState.RESERVATION_STATE_RELEASED);
  expect(await second.client.release({ reservationId: 'life' })).toEqual(released);
  expect(await stockOf(first, 'life')).toMatchObject({ onHand: 10n, reserved: 0n, available: 10n });
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
