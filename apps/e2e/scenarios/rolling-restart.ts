import assert from 'node:assert/strict';
import { assertNothingLost, describeFailures } from '../src/load/load-report.ts';
import { startLoad } from '../src/load/start-load.ts';
import type { Scenario } from '../src/scenario.ts';

export const rollingRestart: Scenario = {
  name: 'rolling restart',
  needs: ['processes'],
  cases: [
    {
      name: 'every replica is replaced under load, the gateway too, and 0 requests fail',
      async run(world) {
        const { platform, shop, stockUp, newId, note } = world;
        const items = [{ sku: await stockUp(100_000), quantity: 1 }];
        const before = await platform.replicas();
        const customerId = newId('load-roll');
        // Half of the clients keep their connections, half open a new one for each request.
        await using load = startLoad({ shop, customerId, items, clients: 6 });
        await load.more(30);
        await platform.roll();
        await load.more(30);
        const report = await load.stop();
        note(`rolling restart: ${describeFailures(report)}`);
        assert.deepEqual([...report.failures], []);
        await assertNothingLost(world, customerId, report);

        const after = await platform.replicas();
        assert.equal(after.length, before.length);
        const old = new Set(before.map(({ pid }) => pid));
        assert.deepEqual(
          after.filter(({ pid }) => old.has(pid)),
          [],
          'no old process is left',
        );
      },
    },
    {
      name: 'a watcher whose replicas leave comes back to where it was',
      async run({ platform, shop, stockUp, newId }) {
        const items = [{ sku: await stockUp(5), quantity: 1 }];
        const placed = await shop.placeOrder({ customerId: newId('watcher'), items });
        const { orderId } = placed.json as { orderId: string };
        using stream = await shop.watchOrder(orderId);
        const ids = [await stream.next(), await stream.next()].map((event) => event?.id);
        assert.deepEqual(ids, ['1', '2']);
        const rolled = platform.roll();
        // Either the gateway hid it all, or the stream ended and a browser would come back.
        const rest: string[] = [];
        const watching = (async () => {
          let current = stream;
          for (let last = '2'; last !== '3'; last = rest.at(-1) ?? last) {
            const event = await current.next().catch(() => undefined);
            if (event !== undefined) rest.push(event.id);
            else current = await shop.watchOrder(orderId, last);
          }
          current[Symbol.dispose]();
        })();
        await rolled;
        assert.equal((await shop.cancelOrder(orderId)).status, 200);
        await watching;
        assert.deepEqual(rest, ['3']);
      },
    },
  ],
};
