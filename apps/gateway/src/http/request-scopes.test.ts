// Whatever a request asks of a service is bounded by the request.
import { OrderState } from '@ballast/contracts';
import { createGate } from '@ballast/testing';
import { expect, test } from 'vitest';
import { ask, place } from '../../test/ask.ts';
import { openConnection } from '../../test/raw-connection.ts';
import { readEvents } from '../../test/read-events.ts';
import { startShop } from '../../test/shop.ts';

// Sooner than the two seconds of the services' policies.
const shortBudget = { requestBudgetMs: 1500 };

test('a call has what is left of the budget, less the time to answer', async () => {
  await using shop = await startShop(shortBudget);
  const leftMs: number[] = [];
  shop.inventory.replace({
    listStock: async (_request, context) => {
      leftMs.push(context.timeLeftMs());
      return { stock: [], nextPageToken: '' };
    },
  });
  expect((await ask(shop.url, 'GET /v1/products')).status).toBe(200);
  expect(leftMs[0]).toBeLessThanOrEqual(1500 - 75 + 1);
});

test('a request that runs out of time is 504, and its call is over', async () => {
  await using shop = await startShop({ requestBudgetMs: 300 });
  const over = createGate<unknown>();
  shop.orders.replace({
    getOrder: (_request, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          over.open(signal.reason);
          reject(signal.reason as Error);
        });
      }),
  });
  expect((await ask(shop.url, 'GET /v1/orders/o-1')).status).toBe(504);
  expect(await over.opened).toMatchObject({ code: 4 });
});

test('a browser that leaves ends the call of a request with a body, too', async () => {
  await using shop = await startShop();
  const called = createGate();
  const over = createGate<unknown>();
  shop.orders.replace({
    placeOrder: (_request, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          over.open(signal.reason);
          reject(signal.reason as Error);
        });
        called.open();
      }),
  });
  {
    await using connection = await openConnection(shop.url);
    const body = JSON.stringify({ customerId: 'ada', items: [{ sku: 'tea', quantity: 2 }] });
    const head = [
      'POST /v1/orders HTTP/1.1',
      'Host: x',
      'Idempotency-Key: k-1',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ];
    connection.send(`${head.join('\r\n')}\r\n\r\n`);
    connection.send(body);
    await called.opened;
  }
  expect(await over.opened).toMatchObject({ code: 1 });
});

test('event streams have no deadline, and do not end with the request that began them', async () => {
  await using shop = await startShop(shortBudget);
  const leftMs = { orders: 0, inventory: 0 };
  const goOn = createGate();
  const stock = {
    ...{ sku: 'mug', name: 'Mug', priceCents: 1n, onHand: 1n, reserved: 0n, available: 1n },
    version: 1_000_000n,
  };
  shop.orders.replace({
    watchOrder: async function* (_request, context) {
      leftMs.orders = context.timeLeftMs();
      const state = OrderState.ORDER_STATE_CONFIRMED;
      yield { sequence: 2n, state, occurredAt: new Date(0), rejectionReason: '' };
    },
  });
  shop.inventory.replace({
    watchStock: async function* (_request, context) {
      leftMs.inventory = context.timeLeftMs();
      await goOn.opened;
      yield { stock };
    },
  });
  await place(shop.url);
  await using order = await readEvents(`${shop.url}/v1/orders/order-1/events`);
  await order.next();
  const first = await readEvents(`${shop.url}/v1/products/events`);
  await using second = await readEvents(`${shop.url}/v1/products/events`);
  await first[Symbol.asyncDispose]();
  goOn.open();
  expect(await second.next()).toMatchObject({ data: { sku: 'mug', available: 1 } });
  expect(leftMs).toEqual({ orders: Infinity, inventory: Infinity });
});
