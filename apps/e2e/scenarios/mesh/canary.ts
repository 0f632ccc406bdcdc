import assert from 'node:assert/strict';
import { createClient } from '@ballast/client';
import { InventoryServiceService } from '@ballast/contracts';
import { startCanary } from '../../src/cluster/mesh/canary-deployment.ts';
import { callMany } from '../../src/cluster/mesh/call-many.ts';
import { nameSubsets, patchRoutes } from '../../src/cluster/mesh/istio-rules.ts';
import { hearCanary } from '../../src/cluster/mesh/shipped-canary.ts';
import { injectEverywhere, nothing, sumOf } from '../../src/cluster/pod-faults.ts';
import { mesh } from '../../src/mesh-of-process.ts';
import type { Scenario } from '../../src/scenario.ts';
import { waitUntil } from '../../src/wait-until.ts';
import { clusterOf } from '../cluster/the-cluster.ts';

const calls = 5000;
const width = 16;
const share = 0.1;
const tolerance = 0.02;
const method = 'ballast.inventory.v1.InventoryService/GetStock';

export const canary: Scenario = {
  name: 'canary',
  needs: ['mesh'],
  cases: [
    {
      name: `the component canary/inventory: a tenth of ${calls} calls goes to the new version, within 2 points, though it has a third of the pods`,
      async run(world) {
        const cluster = clusterOf(world);
        const sku = await world.stockUp(1);
        const shipped = hearCanary(process.env);
        // In the order that its page asks for: first the pods, until they are ready.
        await using canary = await startCanary(cluster, 'inventory', shipped);
        // No retries: an attempt is a call.
        using inventory = createClient(InventoryServiceService, {
          ...{ target: world.platform.targetOf('inventory'), mesh },
        });
        await using counted = await injectEverywhere(cluster, 'inventory', {
          ...{ name: 'counted', methods: method, effect: nothing },
        });
        const countAll = async () => {
          const hits = await counted.hits();
          return { all: sumOf(hits), ofCanary: sumOf(canary.partOf(hits)) };
        };
        const untilShareIs = (what: string, isIt: (share: number) => boolean) =>
          waitUntil(what, async () => {
            const before = await countAll();
            const { outcomes } = await callMany(inventory, { sku, calls: 100, width });
            const { ofCanary, all } = await countAll();
            // While the change is on its way calls may fail, and a breaker open.
            return outcomes.get('OK') === 100 &&
              isIt((ofCanary - before.ofCanary) / (all - before.all))
              ? true
              : undefined;
          });
        await using rules = new AsyncDisposableStack();
        rules.use(await nameSubsets(cluster, 'inventory', shipped.subsets));
        // A mesh is told of changes one by one: subsets go when no route leads to them any more.
        rules.defer(() =>
          untilShareIs('the weights are gone', (share) => share > 0.25).then(() => undefined),
        );
        rules.use(await patchRoutes(cluster, 'inventory', shipped.routes));
        await untilShareIs('the weights are in force', (share) => share > 0 && share < 0.2);
        const before = await countAll();
        const { outcomes } = await callMany(inventory, { sku, calls, width });
        const after = await countAll();
        const seen = (after.ofCanary - before.ofCanary) / (after.all - before.all);
        world.record('canary', [String(calls), '10 %', `${(seen * 100).toFixed(2)} %`]);
        world.note(`the canary had ${(seen * 100).toFixed(2)} % of ${calls} calls`);
        assert.deepEqual([...outcomes], [['OK', calls]]);
        assert.equal(after.all - before.all, calls);
        assert.ok(Math.abs(seen - share) <= tolerance, `it had ${seen}`);
      },
    },
  ],
};
