import { request } from 'node:http';
import { OrderState } from '@ballast/contracts';
import type { Order } from '@ballast/contracts';
import {
  Code,
  deadlineExceeded,
  failedPrecondition,
  internal,
  invalidArgument,
  resourceExhausted,
} from '@ballast/status';
import { createGate } from '@ballast/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { anOrder, place } from '../../../test/ask.ts';
import { startShop } from '../../../test/shop.ts';
import type { Shop } from '../../../test/shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop();
});
beforeEach(() => shop.reset());
afterAll(() => shop[Symbol.asyncDispose]());

test('an order that is decided at once is 201, with where to read it', async () => {
  const answer = await place(shop.url);
  expect(answer).toMatchObject({
    status: 201,
    body: {
      orderId: 'order-1',
      customerId: 'ada',
      state: 'CONFIRMED',
      items: [{ sku: 'tea', quantity: 2, unitPriceCents: 450 }],
      totalCents: 900,
    },
  });
  expect(answer.headers.get('location')).toBe('/v1/orders/order-1');
});

test('the same key and body again is 200 and the same order', async () => {
  const key = { 'idempotency-key': 'k' };
  const first = await place(shop.url, anOrder, key);
  const second = await place(shop.url, anOrder, key);
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(second.body).toEqual(first.body);
});

test('the same key and another body is 422', async () => {
  const key = { 'idempotency-key': 'k' };
  await place(shop.url, anOrder, key);
  expect(await place(shop.url, { ...anOrder, customerId: 'bob' }, key)).toMatchObject({
    status: 422,
    body: { grpcStatus: 'ALREADY_EXISTS', reason: 'IDEMPOTENCY_KEY_REUSED' },
  });
});

test('an order that is decided later is 202 and PENDING', async () => {
  answerWith({ state: OrderState.ORDER_STATE_PENDING, totalCents: 0n });
  expect(await place(shop.url)).toMatchObject({
    status: 202,
    body: { state: 'PENDING', totalCents: 0 },
  });
});

test.each([
  ['INSUFFICIENT_STOCK', 409, 'FAILED_PRECONDITION'],
  ['UNKNOWN_SKU', 400, 'INVALID_ARGUMENT'],
  ['', 409, 'FAILED_PRECONDITION'],
])(
  'an order rejected for %j is a problem too when it is replayed',
  async (reason, status, code) => {
    answerWith({ state: OrderState.ORDER_STATE_REJECTED, rejectionReason: reason }, true);
    expect(await place(shop.url)).toMatchObject({
      status,
      body: {
        grpcStatus: code,
        reason: reason === '' ? 'REJECTED' : reason,
        metadata: { orderId: 'o-1' },
      },
    });
  },
);

test.each([
  [
    failedPrecondition('too little tea', { reason: 'INSUFFICIENT_STOCK' }),
    409,
    'INSUFFICIENT_STOCK',
  ],
  [deadlineExceeded('too late'), 504, 'DEADLINE_EXCEEDED'],
  [resourceExhausted('full', { reason: 'SHED', retryDelayMs: 1 }), 503, 'SHED'],
  [internal('a reference'), 500, 'INTERNAL'],
])('%s is answered %i', async (error, status, reason) => {
  shop.orders.replace({
    placeOrder: async () => {
      throw error;
    },
  });
  expect(await place(shop.url)).toMatchObject({ status, body: { reason } });
});

test('what shed the request says when to come back, in whole seconds above 0', async () => {
  shop.orders.replace({
    placeOrder: async () => {
      throw resourceExhausted('full', { retryDelayMs: 20 });
    },
  });
  expect((await place(shop.url)).headers.get('retry-after')).toBe('1');
});

test('a field that only the service refuses is named as one of the body', async () => {
  shop.orders.replace({
    placeOrder: async () => {
      const description = 'stands twice';
      throw invalidArgument('no', { fieldViolations: [{ field: 'items[1].sku', description }] });
    },
  });
  expect(await place(shop.url)).toMatchObject({
    status: 400,
    body: { violations: [{ in: 'body', field: '/items/1/sku', description: 'stands twice' }] },
  });
});

test('a service that does not answer within the budget is 504', async () => {
  await using slow = await startShop({ requestBudgetMs: 200 });
  slow.orders.replace({ placeOrder: () => new Promise(() => undefined) });
  expect(await place(slow.url)).toMatchObject({
    status: 504,
    body: { grpcStatus: 'DEADLINE_EXCEEDED' },
  });
});

test('a browser that leaves takes its call along', async () => {
  const started = createGate();
  const ended = createGate<unknown>();
  shop.orders.replace({
    placeOrder: async (_request, { signal }) => {
      signal.addEventListener('abort', () => ended.open(signal.reason));
      started.open();
      throw await ended.opened;
    },
  });
  const sent = request(`${shop.url}/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
  }).end(JSON.stringify(anOrder));
  sent.on('error', () => undefined);
  await started.opened;
  sent.destroy();
  // Not DEADLINE_EXCEEDED: nobody waited for the time to run out.
  expect(await ended.opened).toMatchObject({ code: Code.CANCELLED });
});

test('the trace id of the request is that of the problem', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const answer = await place(shop.url, {}, { traceparent: `00-${traceId}-b7ad6b7169203331-01` });
  expect(answer.body).toMatchObject({ traceId, instance: '/v1/orders' });
});

function answerWith(fields: Partial<Order>, replayed = false): void {
  const order: Order = {
    orderId: 'o-1',
    customerId: 'ada',
    state: OrderState.ORDER_STATE_CONFIRMED,
    items: [],
    totalCents: 900n,
    rejectionReason: '',
    createdAt: undefined,
    sequence: 1n,
    ...fields,
  };
  shop.orders.replace({ placeOrder: async () => ({ order, replayed }) });
}
