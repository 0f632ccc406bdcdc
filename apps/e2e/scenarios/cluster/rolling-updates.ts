import assert from 'node:assert/strict';
import {
  countFailures,
  describeSteadyLoad,
  startSteadyLoad,
} from '../../src/load/start-steady-load.ts';
import { services, type Service } from '../../src/platform/platform.ts';
import type { Case, Scenario } from '../../src/scenario.ts';
import { placeWatchedOrder } from '../../src/shop/place-watched-order.ts';
import { clusterOf, ratePerSecond } from './the-cluster.ts';

const watchers = 5;

/** In all four, at 100 requests/s: 10 400 at the least. */
const minSeconds = 26;

export const rollingUpdates: Scenario = {
  name: 'rolling updates',
  needs: ['cluster'],
  cases: [
    ...services.map((service): Case => ({ ...rollOften(service, 1), isShort: true })),
    ...services.map((service): Case => ({ ...rollOften(service, 3), isLong: true })),
  ],
};

/** An update of the Deployment as `kubectl rollout` makes it, so many times without a pause. */
function rollOften(service: Service, rolls: number): Case {
  return {
    name: `${service} is rolled ${rolls} × under load: 0 fail, open streams go on without a gap`,
    async run(world) {
      const { shop, stockUp, newId, note, record } = world;
      const items = [{ sku: await stockUp(1_000_000), quantity: 1 }];
      await using streams = new AsyncDisposableStack();
      const watched = await Promise.all(
        Array.from({ length: watchers }, async () =>
          streams.use(await placeWatchedOrder(shop, { customerId: newId('watcher'), items })),
        ),
      );
      const customerId = newId(`roll-${service}`);
      await using load = startSteadyLoad({ shop, customerId, items, ratePerSecond });
      await load.untilSent(ratePerSecond);
      for (let roll = 0; roll < rolls; roll += 1) await clusterOf(world).roll(service);
      await load.untilSent(ratePerSecond * (rolls === 1 ? 10 : minSeconds));
      const report = await load.stop();
      note(`${service} rolled ${rolls} ×: ${describeSteadyLoad(report)}`);

      for (const { orderId } of watched) {
        const { status, text } = await shop.cancelOrder(orderId);
        assert.equal(status, 200, text);
      }
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
