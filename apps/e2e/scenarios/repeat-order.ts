import assert from 'node:assert/strict';
import type { Scenario } from '../src/scenario.ts';
import type { HttpAnswer } from '../src/shop/send-request.ts';
import type { OrderRequest, Shop, ShownOrder } from '../src/shop/shop.ts';
import { streamOf } from '../src/stream-of.ts';

export const repeatOrder: Scenario = {
  name: 'repeat an order',
  needs: [],
  cases: [
    {
      name: 'the same key and body again is the same order',
      async run({ shop, stockUp, newId }) {
        const sku = await stockUp(10);
        const order = {
          customerId: newId('bob'),
          key: newId('key'),
          items: [{ sku, quantity: 1 }],
        };
        const first = await shop.placeOrder(order);
        assert.equal(first.status, 201, first.text);
        for (let again = 0; again < 3; again += 1) {
          const answer = await shop.placeOrder(order);
          assert.equal(answer.status, 200, answer.text);
          assert.deepEqual(answer.json, first.json);
        }
      },
    },
    {
      name: 'twenty at once are one order: one 201, nineteen 200',
      async run({ shop, stockUp, newId, inventory }) {
        const sku = await stockUp(10);
        const order = {
          customerId: newId('bob'),
          key: newId('key'),
          items: [{ sku, quantity: 1 }],
        };
        const answers = await Promise.all(Array.from({ length: 20 }, () => place(shop, order)));
        const statuses = answers.map(({ status }) => status).sort();
        assert.deepEqual(statuses, [...Array<number>(19).fill(200), 201]);
        const ids = new Set(answers.map(({ json }) => (json as ShownOrder).orderId));
        assert.equal(ids.size, 1);
        const { stock } = await inventory.getStock({ sku });
        assert.equal(stock?.onHand, 9n);
      },
    },
    {
      name: 'the same key with another body is refused with 422',
      async run({ shop, stockUp, newId }) {
        const sku = await stockUp(10);
        const order = {
          customerId: newId('bob'),
          key: newId('key'),
          items: [{ sku, quantity: 1 }],
        };
        await shop.placeOrder(order);
        for (const other of [
          { ...order, items: [{ sku, quantity: 2 }] },
          { ...order, customerId: newId('bob') },
        ]) {
          const answer = await shop.placeOrder(other);
          assert.equal(answer.status, 422, answer.text);
          assert.equal((answer.json as { reason: string }).reason, 'IDEMPOTENCY_KEY_REUSED');
        }
      },
    },
    {
      name: 'a refusal is repeated too, also when there is stock again',
      async run({ shop, stockUp, newId, inventory }) {
        const sku = await stockUp(1);
        const order = {
          customerId: newId('bob'),
          key: newId('key'),
          items: [{ sku, quantity: 2 }],
        };
        assert.equal((await shop.placeOrder(order)).status, 409);
        await Array.fromAsync(inventory.adjustStock(streamOf({ sku, delta: 5n })));
        assert.equal((await shop.placeOrder(order)).status, 409);
        assert.equal((await shop.placeOrder({ ...order, key: newId('key') })).status, 201);
      },
    },
  ],
};

/** Asks again where a busy machine had no time for it. */
async function place(shop: Shop, order: OrderRequest): Promise<HttpAnswer> {
  for (;;) {
    const answer = await shop.placeOrder(order);
    if (answer.status !== 503) return answer;
  }
}
