import { createGate } from '@ballast/testing';
import { expect, test } from 'vitest';
import { ask } from '../../test/ask.ts';
import { startShop } from '../../test/shop.ts';

test('a request for which there is no room is 503 with a time to come back', async () => {
  await using shop = await startShop({ maxRequests: 1 });
  // Reads the document that answers are held to, while there is room.
  await ask(shop.url, 'GET /v1/products');
  const entered = createGate();
  const mayAnswer = createGate();
  shop.orders.replace({
    getOrder: async () => {
      entered.open();
      await mayAnswer.opened;
      return { order: undefined };
    },
  });
  const served = ask(shop.url, 'GET /v1/orders/o-1');
  await entered.opened;
  const refused = await ask(shop.url, 'GET /v1/orders/o-2');
  expect(refused).toMatchObject({ status: 503, body: { reason: 'OVERLOADED' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect((await ask(shop.url, 'GET /livez')).status).toBe(200);
  mayAnswer.open();
  await served;
  expect((await ask(shop.url, 'GET /v1/products')).status).toBe(200);
});
