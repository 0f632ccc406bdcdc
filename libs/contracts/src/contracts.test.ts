import { expect, test } from 'vitest';
import {
  idempotentMethods,
  InventoryServiceService,
  inventoryPolicy,
  ListStockRequest,
  Order,
  OrdersServiceService,
  OrderState,
  ordersPolicy,
  requestSchemas,
  responseSchemas,
} from './index.ts';

test('a message survives the wire, 64-bit numbers and dates exactly', () => {
  const order: Order = {
    orderId: 'o-1',
    customerId: 'ada',
    state: OrderState.ORDER_STATE_CONFIRMED,
    items: [{ sku: 'tea', quantity: 2, unitPriceCents: 2n ** 62n + 1n }],
    totalCents: 2n ** 63n - 1n,
    rejectionReason: '',
    createdAt: new Date('2026-11-23T12:34:56.789Z'),
    sequence: 3n,
  };
  expect(Order.decode(Order.encode(order).finish())).toEqual(order);
  expect(
    ListStockRequest.decode(ListStockRequest.encode({ pageSize: 0, pageToken: '' }).finish()),
  ).toEqual({
    pageSize: 0,
    pageToken: '',
  });
});

test('a request schema carries the limits of the proto and knows no other fields', () => {
  expect(requestSchemas.PlaceOrderRequest).toMatchObject({
    required: ['idempotencyKey', 'customerId', 'items'],
    additionalProperties: false,
    properties: {
      idempotencyKey: { minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
      items: { minItems: 1, maxItems: 50, items: requestSchemas.OrderItem },
    },
  });
});

test('a method may be repeated when its proto says so, and only then', () => {
  expect(idempotentMethods).toContain(OrdersServiceService.getOrder.path);
  expect(idempotentMethods).toContain(InventoryServiceService.reserve.path);
  expect(idempotentMethods).not.toContain(InventoryServiceService.adjustStock.path);
});

test('an answer says its states by their short names', () => {
  expect(responseSchemas.Order.properties.state.enum).toEqual([
    'PENDING',
    'CONFIRMED',
    'REJECTED',
    'CANCELLED',
  ]);
});

test.each([
  ['orders', ordersPolicy, OrdersServiceService],
  ['inventory', inventoryPolicy, InventoryServiceService],
])(
  'the policy of %s gives every unary method a deadline and no stream one',
  (_name, policy, service) => {
    const limited = policy.methodConfig
      .flatMap(({ name }) => name.map(({ method }) => method))
      .sort();
    const unary = Object.entries(service)
      .filter(([, { requestStream, responseStream }]) => !requestStream && !responseStream)
      .map(([, { path }]) => path.split('/')[2]);
    expect(limited).toEqual(unary.sort());
  },
);
