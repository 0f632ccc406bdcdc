import { OrdersServiceService, ordersPolicy } from '@ballast/contracts';
import type * as contracts from '@ballast/contracts';
import { describe, expectTypeOf, test } from 'vitest';
import { createClient } from './index.ts';
import type { CallOptions, Client } from './index.ts';

type Orders = Client<typeof OrdersServiceService>;
type Inventory = Client<typeof contracts.InventoryServiceService>;

describe('a method of a generated service', () => {
  test('is a promise where both are single', () => {
    expectTypeOf<Orders['placeOrder']>().toEqualTypeOf<
      (
        request: contracts.PlaceOrderRequest,
        options?: CallOptions,
      ) => Promise<contracts.PlaceOrderResponse>
    >();
  });

  test('is an async iterable where answers are a stream', () => {
    expectTypeOf<Orders['watchOrder']>().toEqualTypeOf<
      (
        request: contracts.WatchOrderRequest,
        options?: CallOptions,
      ) => AsyncIterableIterator<contracts.WatchOrderResponse>
    >();
  });

  test('takes an iterable where requests are a stream', () => {
    type Requests =
      AsyncIterable<contracts.ImportStockRequest> | Iterable<contracts.ImportStockRequest>;
    expectTypeOf<Inventory['importStock']>().toEqualTypeOf<
      (requests: Requests, options?: CallOptions) => Promise<contracts.ImportStockResponse>
    >();
  });

  test('takes an iterable and gives one where both are streams', () => {
    type Requests =
      AsyncIterable<contracts.AdjustStockRequest> | Iterable<contracts.AdjustStockRequest>;
    expectTypeOf<Inventory['adjustStock']>().toEqualTypeOf<
      (
        requests: Requests,
        options?: CallOptions,
      ) => AsyncIterableIterator<contracts.AdjustStockResponse>
    >();
  });

  test('does not take another method’s request', () => {
    expectTypeOf<Orders['placeOrder']>().parameter(0).not.toExtend<contracts.WatchOrderRequest>();
  });
});

test('a client is disposable, and takes the generated policy', () => {
  expectTypeOf<Orders>().toExtend<Disposable>();
  const options = { target: 'static:///127.0.0.1:1', policy: ordersPolicy };
  using client = createClient(OrdersServiceService, options);
  expectTypeOf(client).toEqualTypeOf<Orders>();
});
