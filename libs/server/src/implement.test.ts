import {
  type AdjustStockRequest,
  type AdjustStockResponse,
  type GetStockRequest,
  type GetStockResponse,
  type ImportStockRequest,
  type ImportStockResponse,
  type InventoryServiceService,
  OrdersServiceService,
  type WatchStockRequest,
  type WatchStockResponse,
} from '@ballast/contracts';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { CallContext, Handlers } from './index.ts';
import { implement } from './index.ts';

type Inventory = Handlers<typeof InventoryServiceService>;

const missing = (): never => {
  throw new Error('not called here');
};
const orders: Handlers<typeof OrdersServiceService> = {
  placeOrder: missing,
  getOrder: missing,
  listOrders: missing,
  cancelOrder: missing,
  watchOrder: missing,
};

describe('the type of a handler', () => {
  it('of a unary method is a request to a promise', () => {
    expectTypeOf<Inventory['getStock']>().toEqualTypeOf<
      (request: GetStockRequest, context: CallContext) => Promise<GetStockResponse>
    >();
  });

  it('of a server stream is a request to many responses', () => {
    expectTypeOf<Inventory['watchStock']>().toEqualTypeOf<
      (request: WatchStockRequest, context: CallContext) => AsyncIterable<WatchStockResponse>
    >();
  });

  it('of a client stream is many requests to a promise', () => {
    expectTypeOf<Inventory['importStock']>().toEqualTypeOf<
      (
        requests: AsyncIterable<ImportStockRequest>,
        context: CallContext,
      ) => Promise<ImportStockResponse>
    >();
  });

  it('of a conversation is many requests to many responses', () => {
    expectTypeOf<Inventory['adjustStock']>().toEqualTypeOf<
      (
        requests: AsyncIterable<AdjustStockRequest>,
        context: CallContext,
      ) => AsyncIterable<AdjustStockResponse>
    >();
  });
});

describe('implement', () => {
  it('does not compile, and does not run, where a handler is missing', () => {
    const { watchOrder: _left, ...rest } = orders;
    // @ts-expect-error -- watchOrder is missing
    expect(() => implement(OrdersServiceService, rest)).toThrow(
      '/ballast.orders.v1.OrdersService/WatchOrder has no handler: expected a function named watchOrder',
    );
  });

  it('does not compile where a handler has another shape', () => {
    // @ts-expect-error -- a unary handler for a method that streams its responses
    implement(OrdersServiceService, { ...orders, watchOrder: async () => ({ orders: [] }) });
    // @ts-expect-error -- a response of another method
    implement(OrdersServiceService, { ...orders, getOrder: async () => ({ imported: 1n }) });
    // @ts-expect-error -- an option for a method that there is not
    implement(OrdersServiceService, orders, { validate: { steal: 'report' } });
    expect.assertions(0);
  });

  it('takes the methods of an object that needs its this', async () => {
    class Orders {
      readonly #order = { order: undefined };
      placeOrder = missing;
      listOrders = missing;
      cancelOrder = missing;
      watchOrder = missing;
      async getOrder() {
        return this.#order;
      }
    }
    const { methods } = implement(OrdersServiceService, new Orders());
    const getOrder = methods.find(({ name }) => name === 'getOrder');
    await expect(getOrder?.handler({} as never, {} as never)).resolves.toEqual({
      order: undefined,
    });
  });

  it('ends streams without end at a drain, and lets all others finish, unless told otherwise', () => {
    const { methods } = implement(OrdersServiceService, orders, { drain: { getOrder: 'end' } });
    expect(methods.map(({ name, drain }) => `${name} ${drain}`)).toEqual([
      'placeOrder finish',
      'getOrder end',
      'listOrders finish',
      'cancelOrder finish',
      'watchOrder end',
    ]);
  });
});
