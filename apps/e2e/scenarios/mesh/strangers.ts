import assert from 'node:assert/strict';
import { startCaller, type CallerOptions } from '../../src/cluster/callers.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { addressOf, isReady } from '../../src/cluster/objects.ts';
import type { Scenario } from '../../src/scenario.ts';
import { waitUntil } from '../../src/wait-until.ts';
import type { World } from '../../src/world.ts';
import { clusterOf } from '../cluster/the-cluster.ts';

const callsPerSecond = 25;
const enough = 60;
const [PERMISSION_DENIED, UNAVAILABLE] = ['7', '14'];

/** Network policies let the suite's pods through: it is the mesh that refuses. */
export const strangers: Scenario = {
  name: 'strangers',
  needs: ['mutual TLS'],
  cases: [
    {
      name: 'a pod that is not in the mesh speaks plain text: none of its calls is served',
      async run(world) {
        const cluster = clusterOf(world);
        const pod = (await cluster.pods('inventory')).find(isReady);
        assert.ok(pod !== undefined, 'inventory has a pod');
        const target = `static:///${addressOf(pod)}`;
        const failures = await callAs(world, cluster, {
          ...{ name: 'e2e-plain', target, isMeshed: false },
        });
        assert.deepEqual(Object.keys(failures), [UNAVAILABLE]);
      },
    },
    {
      name: 'a service account without this edge in the call graph: none of its calls is served',
      async run(world) {
        const cluster = clusterOf(world);
        const failures = await callAs(world, cluster, {
          ...{ name: 'e2e-notifications', target: world.platform.targetOf('inventory') },
          serviceAccountName: 'notifications',
        });
        assert.deepEqual(Object.keys(failures), [PERMISSION_DENIED]);
      },
    },
    {
      name: 'a service account that calls other methods of it: none of its calls is served',
      async run(world) {
        const cluster = clusterOf(world);
        const failures = await callAs(world, cluster, {
          ...{ name: 'e2e-orders', target: world.platform.targetOf('inventory') },
          serviceAccountName: 'orders',
        });
        assert.deepEqual(Object.keys(failures), [PERMISSION_DENIED]);
      },
    },
    {
      name: 'a service account with this edge: every call is served',
      async run(world) {
        const cluster = clusterOf(world);
        const failures = await callAs(world, cluster, {
          ...{ name: 'e2e-gateway', target: world.platform.targetOf('inventory') },
          serviceAccountName: 'gateway',
        });
        assert.deepEqual(failures, {});
      },
    },
  ],
};

/** How its calls fail, by status; as many fail as there are, or none. */
async function callAs(
  world: World,
  cluster: Cluster,
  options: Omit<CallerOptions, 'callsPerSecond'>,
): Promise<Readonly<Record<string, number>>> {
  await using caller = await startCaller(cluster, { ...options, callsPerSecond });
  const { calls, failures } = await waitUntil('it has called often enough', async () => {
    const counts = await caller.read();
    return counts.calls >= enough ? counts : undefined;
  });
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  world.note(`${options.name}: ${calls} calls, ${failed} refused (${JSON.stringify(failures)})`);
  world.record('refusals', [
    options.name,
    String(calls),
    String(failed),
    Object.keys(failures).join(),
  ]);
  assert.ok(failed === 0 || failed === calls, `${failed} of ${calls} calls failed`);
  return failures;
}
