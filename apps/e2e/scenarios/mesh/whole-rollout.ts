import assert from 'node:assert/strict';
import {
  countFailures,
  describeSteadyLoad,
  startSteadyLoad,
} from '../../src/load/start-steady-load.ts';
import { services } from '../../src/platform/platform.ts';
import type { Scenario } from '../../src/scenario.ts';
import { clusterOf, ratePerSecond } from '../cluster/the-cluster.ts';

const leastRequests = 5000;

export const wholeRollout: Scenario = {
  name: 'whole rollout',
  needs: ['meshes compared'],
  cases: [
    {
      name: `every Deployment is rolled, one after another, under ${leastRequests} requests: 0 fail`,
      async run(world) {
        const { shop, stockUp, newId, note, record } = world;
        const cluster = clusterOf(world);
        const items = [{ sku: await stockUp(1_000_000), quantity: 1 }];
        const customerId = newId('whole-rollout');
        await using load = startSteadyLoad({ shop, customerId, items, ratePerSecond });
        await load.untilSent(ratePerSecond);
        let rolls = 0;
        for (;;) {
          for (const service of services) await cluster.roll(service);
          rolls += services.length;
          // What is rolled more seldom than it has requests has not been rolled under load.
          if (load.report().requests >= leastRequests / 2) break;
        }
        await load.untilSent(Math.max(leastRequests, load.report().requests + ratePerSecond));
        const report = await load.stop();
        note(`${rolls} Deployments rolled: ${describeSteadyLoad(report)}`);
        record('rollout', [
          ...[String(rolls), String(report.requests), String(countFailures(report))],
          ...[`${report.p50Ms} ms`, `${report.p99Ms} ms`, `${report.worstMs} ms`],
        ]);
        assert.deepEqual([...report.failures], []);
        assert.ok(report.requests >= leastRequests);
      },
    },
  ],
};
