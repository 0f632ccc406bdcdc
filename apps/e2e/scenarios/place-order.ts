import assert from 'node:assert/strict';
import type { Scenario } from '../src/scenario.ts';
import type { ShownOrder, ShownProduct } from '../src/shop/shop.ts';

export const placeOrder: Scenario = {
  name: 'place order',
  needs: [],
  cases: [
    {
      name: 'an order is confirmed, priced, and found again by id and by customer',
      async run({ shop, stockUp, newId }) {
        const [first, second] = [await stockUp(10, 250), await stockUp(10, 3)];
        const customerId = newId('ada');
        const items = [
          { sku: first, quantity: 2 },
          { sku: second, quantity: 7 },
        ];
        const placed = await shop.placeOrder({ customerId, items });
        assert.equal(placed.status, 201, placed.text);
        const order = placed.json as ShownOrder;
        assert.equal(order.state, 'CONFIRMED');
        assert.equal(order.totalCents, 521);
        assert.deepEqual(
          order.items.map(({ sku, quantity }) => ({ sku, quantity })),
          items,
        );

        const found = await shop.findOrder(order.orderId);
        assert.equal(found.status, 200, found.text);
        assert.deepEqual(found.json, order);

        const listed = await shop.listOrders({ customerId });
        assert.equal(listed.status, 200, listed.text);
        assert.deepEqual((listed.json as { orders: unknown }).orders, [order]);
      },
    },
    {
      name: 'what was sold is no longer available',
      async run({ shop, stockUp, newId }) {
        const sku = await stockUp(5);
        await shop.placeOrder({ customerId: newId('ada'), items: [{ sku, quantity: 2 }] });
        const { products } = (await shop.listProducts()).json as { products: ShownProduct[] };
        const product = products.find((one) => one.sku === sku);
        assert.deepEqual(product, { sku, name: sku, priceCents: 100, available: 3 });
      },
    },
    {
      name: 'live and ready say so',
      async run({ shop }) {
        assert.equal((await shop.send('/livez')).status, 200);
        assert.equal((await shop.send('/readyz')).status, 200);
      },
    },
    {
      name: 'the OpenAPI document names every route of the shop',
      async run({ shop }) {
        const { json } = await shop.send('/openapi.json');
        const { openapi, paths } = json as { openapi: string; paths: Record<string, object> };
        assert.match(openapi, /^3\.1\./);
        const routes = Object.entries(paths).flatMap(([path, methods]) =>
          Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
        );
        for (const route of [
          'GET /v1/products',
          'GET /v1/products/events',
          'POST /v1/orders',
          'GET /v1/orders',
          'GET /v1/orders/{orderId}',
          'POST /v1/orders/{orderId}/cancel',
          'GET /v1/orders/{orderId}/events',
        ]) {
          assert.ok(routes.includes(route), `${route} is missing in ${routes.join(', ')}`);
        }
      },
    },
  ],
};
