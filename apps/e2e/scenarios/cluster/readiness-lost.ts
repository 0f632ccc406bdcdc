import assert from 'node:assert/strict';
import { Criticality } from '@ballast/contracts';
import { followReadiness } from '../../src/cluster/follow-readiness.ts';
import { connectToFaults } from '../../src/cluster/pod-faults.ts';
import { callsFrom, measureTraffic } from '../../src/cluster/traffic-meter.ts';
import type { Scenario } from '../../src/scenario.ts';
import { waitUntil } from '../../src/wait-until.ts';
import { clusterOf } from './the-cluster.ts';
import { underLoad } from './under-load.ts';

export const readinessLost: Scenario = {
  name: 'readiness lost',
  needs: ['cluster'],
  cases: [
    {
      name: 'an inventory pod that ceases to be ready gets no calls until it is again: 0 requests fail',
      async run(world) {
        const cluster = clusterOf(world);
        const [pod] = await cluster.pods('inventory');
        assert.ok(pod !== undefined, 'inventory has pods');
        const { name } = pod.metadata;
        await using readiness = await followReadiness(cluster, 'inventory');
        await using traffic = measureTraffic(cluster, 'inventory');
        using faults = connectToFaults(cluster, 'inventory', pod);
        const all = [...(await cluster.pods('gateway')), ...(await cluster.pods('orders'))];
        const callers = new Set(all.map(({ status }) => status.podIP ?? ''));
        const count = () => callsFrom(traffic.samples.at(-1), name, callers);
        const fault = {
          name: 'unready',
          methods: '*',
          criticality: Criticality.CRITICALITY_UNSPECIFIED,
          ttlMs: 60_000,
        };
        const report = await underLoad(world, 'readiness lost and regained', async () => {
          const effect = { $case: 'notServing', value: {} } as const;
          await faults.setFaults({ faults: [{ ...fault, effect, share: undefined }] });
          await waitUntil('it is not ready', async () =>
            readiness.ready.has(name) ? undefined : true,
          );
          await waitUntil('it gets no calls', () => isQuiet(count));
          await faults.clearFaults({ names: ['unready'] });
          await waitUntil('it is ready', async () =>
            readiness.ready.has(name) ? true : undefined,
          );
          const before = count();
          await waitUntil('it gets calls again', async () => (count() > before ? true : undefined));
        });
        assert.deepEqual([...report.failures], []);
      },
    },
  ],
};

/** Nothing new for one second; a pod that is not ready is not asked, and its last count stays. */
async function isQuiet(count: () => number): Promise<true | undefined> {
  const before = count();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return count() === before ? true : undefined;
}
