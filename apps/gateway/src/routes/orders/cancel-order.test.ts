import { OrderState } from '@ballast/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask, place } from '../../../test/ask.ts';
import { startShop } from '../../../test/shop.ts';
import type { Shop } from '../../../test/shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop();
});
beforeEach(async () => {
  shop.reset();
  await place(shop.url);
});
afterAll(() => shop[Symbol.asyncDispose]());

const cancel = 'POST /v1/orders/order-1/cancel';

test('a confirmed order is cancelled, and stays so when asked again', async () => {
  const answers = [await ask(shop.url, cancel), await ask(shop.url, cancel)];
  expect(answers).toMatchObject([
    { status: 200, body: { orderId: 'order-1', state: 'CANCELLED' } },
    { status: 200, body: { orderId: 'order-1', state: 'CANCELLED' } },
  ]);
});

test('an order in any other state is 409', async () => {
  shop.orders.transition('order-1', OrderState.ORDER_STATE_REJECTED, 'INSUFFICIENT_STOCK');
  expect(await ask(shop.url, cancel)).toMatchObject({
    status: 409,
    body: { reason: 'NOT_CANCELLABLE', grpcStatus: 'FAILED_PRECONDITION' },
  });
});

test('an order that nobody placed is 404', async () => {
  expect(await ask(shop.url, 'POST /v1/orders/nobody/cancel')).toMatchObject({ status: 404 });
});

test.each([
  ['none, of type JSON', '', 200],
  ['an object without fields', '{}', 200],
  ['an object with a field', '{"why":"no"}', 400],
  ['a list', '[]', 400],
])('a body that is %s is answered %s with %i', async (_what, body, status) => {
  const headers = { 'content-type': 'application/json' };
  expect((await ask(shop.url, cancel, { body, headers })).status).toBe(status);
});
