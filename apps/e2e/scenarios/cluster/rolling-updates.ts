import assert from 'node:assert/strict';
import {
  countFailures,
  describeSteadyLoad,
  startSteadyLoad,
} from '../../src/load/start-steady-load.ts';
import { services, type Service } from '../../src/platform/platform.ts';
import type { Case, Scenario } from '../../src/scenario.ts';
import type { ShownOrder } from '../../src/shop/shop.ts';
import { watchOrderAgainAndAgain } from '../../src/shop/watch-order.ts';
import type { World } from '../../src/world.ts';
import { clusterOf } from './the-cluster.ts';

const ratePerSecond = 100;
const watchers = 5;

/** In all four: 10 400 at the least. */
const minRequestsEach = 2600;

export const rollingUpdates: Scenario = {
  name: 'rolling updates',
  needs: ['cluster'],
  cases: [
    ...services.map((service) => rollOften(service, 1)),
    ...services.map((service): Case => ({ ...rollOften(service, 3), isLong: true })),
  ],
};

/** An update of the Deployment as `kubectl rollout` makes it, so many times without a pause. */
function rollOften(service: Service, rolls: number): Case {
  return {
    name: `${service} is rolled ${rolls} × at ${ratePerSecond} requests/s: 0 fail, open streams go on without a gap`,
    async run(world) {
      const { shop, stockUp, newId, note, record } = world;
      const items = [{ sku: await stockUp(1_000_000), quantity: 1 }];
      await using streams = new AsyncDisposableStack();
      const watched = await Promise.all(
        Array.from({ length: watchers }, async () => {
          const placed = await shop.placeOrder({ customerId: newId('watcher'), items });
          const { orderId } = placed.json as ShownOrder;
          const watch = streams.use(watchOrderAgainAndAgain(shop, orderId));
          await watch.untilSeen('2');
          return { orderId, watch };
        }),
      );
      const customerId = newId(`roll-${service}`);
      await using load = startSteadyLoad({ shop, customerId, items, ratePerSecond });
      await load.untilSent(ratePerSecond);
      for (let roll = 0; roll < rolls; roll += 1) await clusterOf(world).roll(service);
      await load.untilSent(rolls === 1 ? 10 * ratePerSecond : minRequestsEach);
      const report = await load.stop();
      note(`${service} rolled ${rolls} ×: ${describeSteadyLoad(report)}`);

      for (const { orderId } of watched) assert.equal((await cancel(world, orderId)).status, 200);
      await Promise.all(watched.map(({ watch }) => watch.untilSeen('3')));
      const gaps = watched.filter(({ watch }) => watch.seen.join() !== '1,2,3').length;
      record('rolls', [
        ...[service, String(rolls), String(report.requests), String(countFailures(report))],
        ...[`${report.p50Ms} ms`, `${report.p99Ms} ms`, `${report.worstMs} ms`],
        `${watchers}, ${gaps}`,
      ]);
      assert.deepEqual([...report.failures], []);
      assert.equal(gaps, 0);
    },
  };
}

const cancel = ({ shop }: World, orderId: string) => shop.cancelOrder(orderId);
