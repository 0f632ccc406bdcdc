import { internal } from '@ballast/status';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask, place } from '../../../test/ask.ts';
import { startShop } from '../../../test/shop.ts';
import type { Shop } from '../../../test/shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop();
});
beforeEach(() => shop.reset());
afterAll(() => shop[Symbol.asyncDispose]());

test('an order is read as it was answered', async () => {
  const placed = await place(shop.url);
  const read = await ask(shop.url, 'GET /v1/orders/order-1');
  expect(read).toMatchObject({ status: 200, body: placed.body });
});

test('an order that nobody placed is 404', async () => {
  expect(await ask(shop.url, 'GET /v1/orders/nobody')).toMatchObject({
    status: 404,
    body: { reason: 'UNKNOWN_ORDER', grpcStatus: 'NOT_FOUND', instance: '/v1/orders/nobody' },
  });
});

test('an order id of 65 characters is refused before a service is asked', async () => {
  expect(await ask(shop.url, `GET /v1/orders/${'x'.repeat(65)}`)).toMatchObject({
    status: 400,
    body: { violations: [{ in: 'path', field: 'orderId' }] },
  });
});

test('a path that is no text is refused', async () => {
  expect(await ask(shop.url, 'GET /v1/orders/%zz')).toMatchObject({
    status: 400,
    body: { reason: 'INVALID_PATH' },
  });
});

test("a customer's orders are listed page by page", async () => {
  for (let count = 0; count < 3; count += 1) await place(shop.url);
  const list = async (query: string): Promise<Page> =>
    (await ask(shop.url, `GET /v1/orders?customerId=ada${query}`)).body as Page;
  const first = await list('&pageSize=2');
  const second = await list(`&pageSize=2&pageToken=${first.nextPageToken}`);
  expect([...first.orders, ...second.orders].map(({ orderId }) => orderId)).toEqual([
    'order-3',
    'order-2',
    'order-1',
  ]);
  expect(second.nextPageToken).toBe('');
  expect((await list('')).orders).toHaveLength(3);
});

test.each([
  ['no customer', '', 'customerId'],
  ['two customers', '?customerId=a&customerId=b', 'customerId'],
  ['a page of 101', '?customerId=a&pageSize=101', 'pageSize'],
  ['an unknown parameter', '?customerId=a&colour=green', 'colour'],
  ['a page token of 257 characters', `?customerId=a&pageToken=${'x'.repeat(257)}`, 'pageToken'],
])('%s is refused by name', async (_what, query, field) => {
  expect(await ask(shop.url, `GET /v1/orders${query}`)).toMatchObject({
    status: 400,
    body: { violations: [{ in: 'query', field }] },
  });
});

test('a bug in a service is 500 and tells no more than the service did', async () => {
  shop.orders.replace({
    getOrder: async () => {
      throw internal('something broke, reference 42');
    },
  });
  expect(await ask(shop.url, 'GET /v1/orders/o')).toMatchObject({
    status: 500,
    body: { detail: 'something broke, reference 42', reason: 'INTERNAL' },
  });
});

test('an answer without the order that was asked for is a bug, not a crash', async () => {
  shop.orders.replace({ getOrder: async () => ({ order: undefined }) });
  expect(await ask(shop.url, 'GET /v1/orders/o')).toMatchObject({ status: 500 });
});

interface Page {
  readonly orders: readonly { readonly orderId: string }[];
  readonly nextPageToken: string;
}
