import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import type { Scenario } from '../src/scenario.ts';

interface Refusal {
  readonly reason: string;
}

export const scarceStock: Scenario = {
  name: 'scarce stock',
  needs: [],
  cases: [
    {
      name: '200 buyers for 50 units: exactly 50 sold, 150 told INSUFFICIENT_STOCK',
      async run({ shop, stockUp, newId, inventory, note }) {
        const sku = await stockUp(50);
        const agent = new Agent({ keepAlive: true, maxSockets: 50 });
        const crowd = shop.over(agent);
        const startMs = performance.now();
        const answers = await Promise.all(
          Array.from({ length: 200 }, () =>
            crowd.placeOrder({ customerId: newId('buyer'), items: [{ sku, quantity: 1 }] }),
          ),
        );
        note(`200 buyers served in ${Math.round(performance.now() - startMs)} ms`);
        agent.destroy();
        assert.equal(answers.filter(({ status }) => status === 201).length, 50);
        const refused = answers.filter(({ status }) => status === 409);
        assert.equal(refused.length, 150);
        const reasons = new Set(refused.map(({ json }) => (json as Refusal).reason));
        assert.deepEqual([...reasons], ['INSUFFICIENT_STOCK']);
        const { stock } = await inventory.getStock({ sku });
        assert.equal(stock?.onHand, 0n);
      },
    },
    {
      name: 'baskets that share skus in any order neither deadlock nor oversell',
      async run({ shop, stockUp, newId, inventory }) {
        const skus = [await stockUp(30), await stockUp(30), await stockUp(30)];
        const agent = new Agent({ keepAlive: true, maxSockets: 30 });
        const crowd = shop.over(agent);
        const answers = await Promise.all(
          Array.from({ length: 60 }, (_, buyer) => {
            const rotated = [...skus.slice(buyer % 3), ...skus.slice(0, buyer % 3)];
            const basket = buyer % 2 === 0 ? rotated : rotated.toReversed();
            const items = basket.map((sku) => ({ sku, quantity: 1 }));
            return crowd.placeOrder({ customerId: newId('buyer'), items });
          }),
        );
        agent.destroy();
        const statuses = answers.map(({ status }) => status).sort();
        assert.deepEqual(statuses, [
          ...Array<number>(30).fill(201),
          ...Array<number>(30).fill(409),
        ]);
        for (const sku of skus) {
          const { stock } = await inventory.getStock({ sku });
          assert.equal(stock?.onHand, 0n);
        }
      },
    },
    {
      name: 'an order that is short of one line takes nothing of the others',
      async run({ shop, stockUp, newId, inventory }) {
        const [plenty, little] = [await stockUp(100), await stockUp(1)];
        const items = [
          { sku: plenty, quantity: 10 },
          { sku: little, quantity: 2 },
        ];
        const answer = await shop.placeOrder({ customerId: newId('buyer'), items });
        assert.equal(answer.status, 409, answer.text);
        assert.equal((answer.json as Refusal).reason, 'INSUFFICIENT_STOCK');
        assert.match(answer.text, new RegExp(little), 'the answer names the sku');
        const { stock } = await inventory.getStock({ sku: plenty });
        assert.deepEqual([stock?.onHand, stock?.reserved], [100n, 0n]);
      },
    },
  ],
};
