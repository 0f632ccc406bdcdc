import assert from 'node:assert/strict';
import { assertNothingLost, describeFailures } from '../src/load/load-report.ts';
import { startLoad } from '../src/load/start-load.ts';
import type { Scenario } from '../src/scenario.ts';
import { watchOrderAgainAndAgain } from '../src/shop/watch-order.ts';
import type { ShownOrder } from '../src/shop/shop.ts';

export const rollingRestart: Scenario = {
  name: 'rolling restart',
  needs: ['processes'],
  cases: [
    {
      name: 'every replica is replaced under load, the gateway too: 0 requests fail, no watcher misses a change',
      async run(world) {
        const { platform, shop, stockUp, newId, note } = world;
        const items = [{ sku: await stockUp(100_000), quantity: 1 }];
        const before = await platform.replicas();
        const placed = await shop.placeOrder({ customerId: newId('watcher'), items });
        const { orderId } = placed.json as ShownOrder;
        await using watching = watchOrderAgainAndAgain(shop, orderId);
        await watching.untilSeen('2');

        const customerId = newId('load-roll');
        await using load = startLoad({ shop, customerId, items });
        await load.more(30);
        await platform.roll();
        await load.more(30);
        const report = await load.stop();
        note(`rolling restart: ${describeFailures(report)}`);
        assert.deepEqual([...report.failures], []);
        await assertNothingLost(world, customerId, report);

        const after = await platform.replicas();
        assert.equal(after.length, before.length);
        const old = new Set(before.map(({ id }) => id));
        assert.deepEqual(
          after.filter(({ id }) => old.has(id)),
          [],
          'no old process is left',
        );

        assert.equal((await shop.cancelOrder(orderId)).status, 200);
        await watching.untilSeen('3');
        assert.deepEqual(watching.seen, ['1', '2', '3']);
      },
    },
  ],
};
