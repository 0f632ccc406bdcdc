import assert from 'node:assert/strict';
import type { Scenario } from '../src/scenario.ts';
import type { ShownOrder } from '../src/shop/shop.ts';
import { signalService } from '../src/platform/signal-service.ts';

export const inventoryAway: Scenario = {
  name: 'inventory away',
  needs: ['processes'],
  cases: [
    {
      name: 'while inventory is silent, orders are accepted as PENDING; once it answers they are CONFIRMED',
      async run(world) {
        const { shop, stockUp, newId } = world;
        const items = [{ sku: await stockUp(10), quantity: 2 }];
        await signalService(world.platform, 'inventory', 'SIGSTOP');
        let orders: ShownOrder[];
        try {
          const answers = await Promise.all(
            [1, 2, 3].map(() => shop.placeOrder({ customerId: newId('patient'), items })),
          );
          assert.deepEqual(
            answers.map(({ status, text }) => ({ status, text })).map(({ status }) => status),
            [202, 202, 202],
          );
          orders = answers.map(({ json }) => json as ShownOrder);
          assert.deepEqual(
            orders.map(({ state }) => state),
            ['PENDING', 'PENDING', 'PENDING'],
          );
        } finally {
          await signalService(world.platform, 'inventory', 'SIGCONT');
        }
        for (const { orderId } of orders) {
          using stream = await shop.watchOrder(orderId, '1');
          const event = await stream.next();
          assert.equal((JSON.parse(event?.data ?? '{}') as ShownOrder).state, 'CONFIRMED');
        }
        const { stock } = await world.inventory.getStock({ sku: items[0]?.sku ?? '' });
        assert.equal(stock?.onHand, 4n);
      },
    },
    {
      name: 'orders placed while every inventory replica is killed and restarted are all confirmed',
      async run(world) {
        const { shop, stockUp, newId } = world;
        const items = [{ sku: await stockUp(10), quantity: 1 }];
        await signalService(world.platform, 'inventory', 'SIGKILL');
        const answers = await Promise.all(
          [1, 2, 3, 4, 5].map(() => shop.placeOrder({ customerId: newId('patient'), items })),
        );
        for (const { status, json, text } of answers) {
          assert.ok(status === 201 || status === 202, `${status} ${text}`);
          using stream = await shop.watchOrder((json as ShownOrder).orderId, '1');
          const event = await stream.next();
          assert.equal((JSON.parse(event?.data ?? '{}') as ShownOrder).state, 'CONFIRMED');
        }
      },
    },
  ],
};
