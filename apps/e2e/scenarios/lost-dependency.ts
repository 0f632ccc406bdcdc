import assert from 'node:assert/strict';
import { ordersPolicy } from '@ballast/contracts';
import { describeOrders, isTaken, placeMany, worstMs } from '../src/load/place-many.ts';
import { signalOne, whileSilent } from '../src/platform/signal-service.ts';
import type { Case, Scenario } from '../src/scenario.ts';
import type { ShownOrder } from '../src/shop/shop.ts';
import { waitUntil } from '../src/wait-until.ts';
import type { World } from '../src/world.ts';

/** What ordering takes at worst, whatever is lost, on a machine that has nothing else to do. */
const boundMs = 1000;

export const lostDependency: Scenario = {
  name: 'lost dependency',
  needs: ['processes'],
  cases: [
    oneLost('SIGKILL', 'killed'),
    oneLost('SIGSTOP', 'silent'),
    {
      name: 'all of inventory silent, and the policy says refuse: refused, and nothing is left of it',
      async run(world) {
        const { platform, shop, stockUp, newId, note } = world;
        const sku = await stockUp(10);
        const order = () =>
          shop.placeOrder({ customerId: newId('refused'), items: [{ sku, quantity: 1 }] });
        const refusing = JSON.stringify(ordersPolicy).replace('"accept"', '"refuse"');
        await platform.overridePolicy('orders', refusing);
        try {
          await whileSilent(platform, 'inventory', async () => {
            const refused = await waitUntil('every replica refuses', async () => {
              const answers = await Promise.all([order(), order(), order(), order()]);
              return answers.every(({ status }) => status === 503) ? answers : undefined;
            });
            const reasons = refused.map(({ json }) => (json as { reason: string }).reason);
            note(`refused: ${reasons.join(', ')}`);
            assert.deepEqual(new Set(reasons), new Set(['NOT_IN_TIME']));
            assert.ok(refused.every(({ headers }) => Number(headers['retry-after']) >= 1));
          });
        } finally {
          await platform.overridePolicy('orders', undefined);
        }
        await waitUntil('orders are taken again', async () => {
          const { status } = await order();
          return status === 201 ? true : undefined;
        });
      },
    },
  ],
};

/** Theirs: the call that orders ends after 10 008 ms with DEADLINE_EXCEEDED. */
function oneLost(signal: 'SIGKILL' | 'SIGSTOP', how: string): Case {
  return {
    name: `one inventory replica is ${how} while ordering: 99 of 100 orders are taken, none later than the bound`,
    async run(world: World) {
      const { platform, shop, stockUp, newId, note } = world;
      const items = [{ sku: await stockUp(1000), quantity: 1 }];
      const customerId = newId(`lost-${how}`);
      const before = await placeMany({ shop, customerId, items, count: 30 });
      const lost = await signalOne(platform, 'inventory', signal);
      const after = await placeMany({ shop, customerId, items, count: 100 }).finally(() =>
        signal === 'SIGSTOP' ? platform.signal(lost, 'SIGCONT') : undefined,
      );
      note(`one inventory replica ${how}: ${describeOrders(after)}`);
      assert.ok(after.filter(isTaken).length >= 99, describeOrders(after));
      // What a busy machine adds is what it added before anything was lost.
      const allowedMs = boundMs + worstMs(before);
      assert.equal(
        after.filter(({ tookMs }) => tookMs > allowedMs).length,
        0,
        describeOrders(after),
      );
      await untilDecided(
        world,
        after.map(({ orderId }) => orderId ?? ''),
      );
    },
  };
}

/** What was accepted is confirmed in the end. */
async function untilDecided({ shop }: World, orderIds: readonly string[]): Promise<void> {
  for (const orderId of orderIds.filter((id) => id !== '')) {
    await waitUntil(`${orderId} is confirmed`, async () => {
      const { json } = await shop.findOrder(orderId);
      return (json as ShownOrder).state === 'CONFIRMED' ? true : undefined;
    });
  }
}
