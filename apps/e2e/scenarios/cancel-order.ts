import assert from 'node:assert/strict';
import type { Scenario } from '../src/scenario.ts';
import type { ShownOrder } from '../src/shop/shop.ts';
import { waitUntil } from '../src/wait-until.ts';
import type { World } from '../src/world.ts';

async function place({ shop, newId }: World, sku: string, quantity: number): Promise<ShownOrder> {
  const { json } = await shop.placeOrder({ customerId: newId('eve'), items: [{ sku, quantity }] });
  return json as ShownOrder;
}

/** The stock goes back within the call, or a moment later by the relay. */
function untilAvailable({ inventory }: World, sku: string, units: bigint): Promise<true> {
  return waitUntil(`${units} of ${sku} are available`, async () => {
    const { stock } = await inventory.getStock({ sku });
    return stock?.available === units ? true : undefined;
  });
}

export const cancelOrder: Scenario = {
  name: 'cancel an order',
  needs: [],
  cases: [
    {
      name: 'a cancelled order gives its stock back, once',
      async run(world) {
        const sku = await world.stockUp(10);
        const { orderId } = await place(world, sku, 4);
        await untilAvailable(world, sku, 6n);
        const cancelled = await world.shop.cancelOrder(orderId);
        assert.equal(cancelled.status, 200, cancelled.text);
        assert.equal((cancelled.json as ShownOrder).state, 'CANCELLED');
        await untilAvailable(world, sku, 10n);

        const again = await world.shop.cancelOrder(orderId);
        assert.equal(again.status, 200, again.text);
        assert.deepEqual(again.json, cancelled.json);
        await untilAvailable(world, sku, 10n);
      },
    },
    {
      name: 'ten that cancel at once give the stock back once',
      async run(world) {
        const sku = await world.stockUp(10);
        const { orderId } = await place(world, sku, 4);
        const answers = await Promise.all(
          Array.from({ length: 10 }, () => world.shop.cancelOrder(orderId)),
        );
        assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
        await untilAvailable(world, sku, 10n);
      },
    },
    {
      name: 'an order that was rejected cannot be cancelled: 409',
      async run(world) {
        const sku = await world.stockUp(1);
        const customerId = world.newId('eve');
        await world.shop.placeOrder({ customerId, items: [{ sku, quantity: 2 }] });
        const { json } = await world.shop.listOrders({ customerId });
        const [order] = (json as { orders: ShownOrder[] }).orders;
        assert.equal(order?.state, 'REJECTED');
        const answer = await world.shop.cancelOrder(order.orderId);
        assert.equal(answer.status, 409, answer.text);
        assert.equal((answer.json as { reason: string }).reason, 'NOT_CANCELLABLE');
      },
    },
    {
      name: 'an order that nobody knows is 404',
      async run({ shop }) {
        for (const orderId of ['00000000-0000-7000-8000-000000000000', 'no-such-order']) {
          assert.equal((await shop.cancelOrder(orderId)).status, 404);
        }
      },
    },
  ],
};
