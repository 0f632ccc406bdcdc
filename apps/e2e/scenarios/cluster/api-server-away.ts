import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startApiProxy } from '../../src/cluster/api-proxy-deployment.ts';
import type { Case, Scenario } from '../../src/scenario.ts';
import { waitUntil } from '../../src/wait-until.ts';
import { isReady } from '../../src/cluster/objects.ts';
import { clusterOf } from './the-cluster.ts';
import { underLoad } from './under-load.ts';

export const apiServerAway: Scenario = {
  name: 'API server away',
  needs: ['own discovery'],
  cases: [
    { ...awayFor(15), isShort: true },
    { ...awayFor(60), isLong: true },
  ],
};

/** Away for our pods: their watches go through a proxy that is taken away. */
function awayFor(seconds: number): Case {
  return {
    name: `no API server for ${seconds} s, while an inventory pod is replaced: 0 requests fail`,
    async run(world) {
      const cluster = clusterOf(world);
      await using proxy = await startApiProxy(cluster, ['gateway', 'orders']);
      const before = await cluster.pods('inventory');
      const report = await underLoad(world, 'API server away, a pod replaced', async () => {
        await proxy.takeAway();
        await delay((seconds / 2) * 1000);
        // The callers cannot hear of it: they have to find out by themselves.
        const [leaving] = before;
        const name = leaving?.metadata.name ?? '';
        await cluster.api.remove(cluster.path(`pods/${name}`));
        await delay((seconds / 2) * 1000);
        await proxy.giveBack();
        await waitUntil('inventory is whole', async () => {
          const pods = await cluster.pods('inventory');
          return pods.length === before.length && pods.every(isReady) ? true : undefined;
        });
      });
      assert.deepEqual([...report.failures], []);
    },
  };
}
