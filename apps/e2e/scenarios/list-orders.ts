import assert from 'node:assert/strict';
import type { Scenario } from '../src/scenario.ts';
import type { ShownOrder } from '../src/shop/shop.ts';

interface Page {
  readonly orders: readonly ShownOrder[];
  readonly nextPageToken?: string;
}

export const listOrders: Scenario = {
  name: 'list orders',
  needs: [],
  cases: [
    {
      name: 'pages hold every order once, newest first, and orders of nobody else',
      async run({ shop, stockUp, newId }) {
        const sku = await stockUp(100);
        const customerId = newId('page');
        const placed: string[] = [];
        for (let count = 0; count < 7; count += 1) {
          const { json } = await shop.placeOrder({ customerId, items: [{ sku, quantity: 1 }] });
          placed.unshift((json as ShownOrder).orderId);
        }
        await shop.placeOrder({ customerId: newId('page'), items: [{ sku, quantity: 1 }] });

        const sizes: number[] = [];
        const listed: string[] = [];
        let token: string | undefined;
        do {
          const query = {
            customerId,
            pageSize: '3',
            ...(token !== undefined && { pageToken: token }),
          };
          const answer = await shop.listOrders(query);
          assert.equal(answer.status, 200, answer.text);
          const page = answer.json as Page;
          sizes.push(page.orders.length);
          listed.push(...page.orders.map(({ orderId }) => orderId));
          token = page.nextPageToken === '' ? undefined : page.nextPageToken;
        } while (token !== undefined);
        assert.deepEqual(listed, placed);
        assert.deepEqual(sizes, [3, 3, 1]);
      },
    },
    {
      name: 'a customer without orders has an empty page',
      async run({ shop, newId }) {
        const { status, json } = await shop.listOrders({ customerId: newId('page') });
        assert.equal(status, 200);
        assert.deepEqual((json as Page).orders, []);
      },
    },
  ],
};
