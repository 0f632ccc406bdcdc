import assert from 'node:assert/strict';
import type { Scenario } from '../src/scenario.ts';
import { keepConnections } from '../src/shop/keep-connections.ts';
import { orderPatiently, type Decision } from '../src/shop/order-patiently.ts';
import type { Item } from '../src/shop/shop.ts';
import type { World } from '../src/world.ts';

export const scarceStock: Scenario = {
  name: 'scarce stock',
  needs: [],
  cases: [
    {
      name: '200 buyers for 50 units: exactly 50 sold, 150 told INSUFFICIENT_STOCK',
      async run(world) {
        const sku = await world.stockUp(50);
        const startMs = performance.now();
        const decisions = await orderInACrowd(world, 200, () => [{ sku, quantity: 1 }]);
        world.note(`200 buyers served in ${Math.round(performance.now() - startMs)} ms`);
        assert.deepEqual(countByKind(decisions), {
          'CONFIRMED ': 50,
          'REJECTED INSUFFICIENT_STOCK': 150,
        });
        const { stock } = await world.inventory.getStock({ sku });
        assert.deepEqual([stock?.onHand, stock?.reserved], [0n, 0n]);
      },
    },
    {
      name: 'baskets that share skus in any order neither deadlock nor oversell',
      async run(world) {
        const skus = [await world.stockUp(30), await world.stockUp(30), await world.stockUp(30)];
        const decisions = await orderInACrowd(world, 60, (buyer) => {
          const rotated = [...skus.slice(buyer % 3), ...skus.slice(0, buyer % 3)];
          const basket = buyer % 2 === 0 ? rotated : rotated.toReversed();
          return basket.map((sku) => ({ sku, quantity: 1 }));
        });
        assert.deepEqual(countByKind(decisions), {
          'CONFIRMED ': 30,
          'REJECTED INSUFFICIENT_STOCK': 30,
        });
        for (const sku of skus) {
          const { stock } = await world.inventory.getStock({ sku });
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
        assert.equal((answer.json as { reason: string }).reason, 'INSUFFICIENT_STOCK');
        assert.match(answer.text, new RegExp(little), 'the answer names the sku');
        const { stock } = await inventory.getStock({ sku: plenty });
        assert.deepEqual([stock?.onHand, stock?.reserved], [100n, 0n]);
      },
    },
  ],
};

/** All buyers at once, over 50 connections as browsers and proxies have them. */
async function orderInACrowd(
  { shop, newId }: World,
  buyers: number,
  basketOf: (buyer: number) => readonly Item[],
): Promise<readonly Decision[]> {
  const agent = keepConnections(50);
  const crowd = shop.over(agent);
  try {
    return await Promise.all(
      Array.from({ length: buyers }, (_, buyer) => {
        const customerId = newId('buyer');
        return orderPatiently(crowd, { customerId, key: customerId, items: basketOf(buyer) });
      }),
    );
  } finally {
    agent.destroy();
  }
}

function countByKind(decisions: readonly Decision[]): Record<string, number> {
  const counts = Object.groupBy(decisions, ({ state, reason }) => `${state} ${reason}`);
  return Object.fromEntries(Object.entries(counts).map(([kind, all = []]) => [kind, all.length]));
}
