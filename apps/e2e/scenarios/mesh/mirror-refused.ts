import assert from 'node:assert/strict';
import { createClient } from '@ballast/client';
import { AdminServiceService, InventoryServiceService } from '@ballast/contracts';
import { startCaller } from '../../src/cluster/callers.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { grpcPorts } from '../../src/cluster/mesh/addresses.ts';
import { callMany } from '../../src/cluster/mesh/call-many.ts';
import { changeRoutes } from '../../src/cluster/mesh/istio-rules.ts';
import { isReady } from '../../src/cluster/objects.ts';
import { mesh } from '../../src/mesh-of-process.ts';
import type { Scenario } from '../../src/scenario.ts';
import { waitUntil } from '../../src/wait-until.ts';
import { clusterOf } from '../cluster/the-cluster.ts';

const calls = 400;
const width = 8;

export const mirrorRefused: Scenario = {
  name: 'mirror refused',
  needs: ['xDS clients'],
  cases: [
    {
      name: 'a route that clients cannot follow: those that run go on by the last good one and say so, one that starts fails and says why',
      async run(world) {
        const { note, platform, shop, stockUp } = world;
        const cluster = clusterOf(world);
        const sku = await stockUp(1);
        const target = platform.targetOf('inventory');
        using running = createClient(InventoryServiceService, { target, mesh });
        assert.deepEqual(await refusedBy(cluster), []);
        await running.getStock({ sku });
        {
          await using rules = new AsyncDisposableStack();
          rules.use(await mirrorAll(cluster));
          const [reason = ''] = await waitUntil('the gateway has refused it', async () => {
            const refused = await refusedBy(cluster);
            return refused.length > 0 ? refused : undefined;
          });
          note(`the gateway says: ${reason}`);
          assert.match(
            reason,
            /request_mirror_policies of route .* last good routes stay in force/,
          );
          const { outcomes } = await callMany(running, { sku, calls, width });
          assert.deepEqual([...outcomes], [['OK', calls]]);
          assert.equal((await shop.send('/v1/products?pageSize=1')).status, 200);
          const late = await failuresOfNewcomer(cluster, target);
          assert.match(late, /UNAVAILABLE.*request_mirror_policies.*VirtualService mirror/);
          note(`a client that starts: ${late}`);
        }
        await waitUntil('nothing is refused any more', async () =>
          (await refusedBy(cluster)).length === 0 ? true : undefined,
        );
        const { outcomes } = await callMany(running, { sku, calls, width });
        assert.deepEqual([...outcomes], [['OK', calls]]);
      },
    },
  ],
};

const mirrorAll = (cluster: Cluster): Promise<AsyncDisposable> =>
  changeRoutes(cluster, 'inventory', (routes) =>
    routes.map((route) => ({ ...route, mirror: { host: 'inventory' } })),
  );

/** Why the gateway's pods cannot go by what the control plane says, each reason once. */
async function refusedBy(cluster: Cluster): Promise<readonly string[]> {
  const pods = (await cluster.pods('gateway')).filter(isReady);
  const states = await Promise.all(
    pods.map(async (pod) => {
      using admin = createClient(AdminServiceService, {
        target: `static:///${pod.status.podIP}:${grpcPorts.gateway}`,
      });
      for await (const { mesh: state } of admin.watchState({})) return state?.refused ?? [];
      return [];
    }),
  );
  return [...new Set(states.flat())];
}

/** What the first call of a program says that has never heard of better routes. */
async function failuresOfNewcomer(cluster: Cluster, target: string): Promise<string> {
  const options = { name: 'e2e-newcomer', target, callsPerSecond: 25 };
  await using caller = await startCaller(cluster, options);
  const { calls, failures, firstFailure } = await caller.read();
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  assert.equal(failed, calls, 'all of its calls fail');
  return firstFailure;
}
