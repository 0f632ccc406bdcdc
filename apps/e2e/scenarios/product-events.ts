import assert from 'node:assert/strict';
import type { Scenario } from '../src/scenario.ts';
import type { ShownProduct } from '../src/shop/shop.ts';

export const productEvents: Scenario = {
  name: 'product events',
  needs: [],
  cases: [
    {
      name: 'every change of the stock is told, in order',
      async run({ shop, stockUp, newId }) {
        const sku = await stockUp(3);
        using stream = await shop.watchProducts();
        assert.equal(stream.status, 200);
        const available: number[] = [];
        const untilAvailable = async (units: number): Promise<void> => {
          for await (const { data } of stream) {
            const product = JSON.parse(data) as ShownProduct;
            if (product.sku === sku) available.push(product.available);
            if (product.sku === sku && product.available === units) return;
          }
          throw new Error(`the stream ended before ${units} were available`);
        };
        const reading = untilAvailable(0);
        for (let order = 0; order < 3; order += 1) {
          await shop.placeOrder({ customerId: newId('watcher'), items: [{ sku, quantity: 1 }] });
        }
        await reading;
        const descending = available.toSorted((a, b) => b - a);
        assert.deepEqual(available, descending);
        assert.deepEqual([...new Set(available)].slice(-3), [2, 1, 0]);
      },
    },
  ],
};
