import assert from 'node:assert/strict';
import { createClient } from '@ballast/client';
import { InventoryServiceService } from '@ballast/contracts';
import { startCanary } from '../../src/cluster/mesh/canary-deployment.ts';
import { callMany } from '../../src/cluster/mesh/call-many.ts';
import { nameSubsets, patchRoutes } from '../../src/cluster/mesh/istio-rules.ts';
import { hearCanary } from '../../src/cluster/mesh/shipped-canary.ts';
import { injectEverywhere, injectInto, nothing, sumOf } from '../../src/cluster/pod-faults.ts';
import { mesh } from '../../src/mesh-of-process.ts';
import type { Scenario } from '../../src/scenario.ts';
import { streamOf } from '../../src/stream-of.ts';
import { waitUntil } from '../../src/wait-until.ts';
import { clusterOf } from '../cluster/the-cluster.ts';

const calls = 1000;
const writes = 40;
const width = 16;
const reading = 'ballast.inventory.v1.InventoryService/GetStock';
const writing = 'ballast.inventory.v1.InventoryService/ImportStock';

const broken = {
  $case: 'abort',
  value: { code: 13, message: 'broken on purpose', afterMessages: 0 },
} as const;

export const mirror: Scenario = {
  name: 'mirror',
  needs: ['proxies'],
  cases: [
    {
      name: 'the component mirror/inventory: a second version gets a copy of every call that changes nothing, and of no other; that it fails harms no call',
      async run(world) {
        const cluster = clusterOf(world);
        const sku = await world.stockUp(1);
        const shipped = hearCanary(process.env);
        await using second = await startCanary(cluster, 'inventory', shipped);
        // No retries: an attempt is a call.
        using inventory = createClient(InventoryServiceService, {
          ...{ target: world.platform.targetOf('inventory'), mesh },
        });
        const count = (name: string, methods: string) =>
          injectEverywhere(cluster, 'inventory', { name, methods, effect: nothing });
        await using reads = await count('reads', reading);
        await using imports = await count('imports', writing);
        const hitsOf = async ({ hits }: typeof reads) => {
          const all = await hits();
          const copies = sumOf(second.partOf(all));
          return { copies, originals: sumOf(all) - copies };
        };
        const read = (number: number) => callMany(inventory, { sku, calls: number, width });
        const looked = async (number: number) => {
          const before = await hitsOf(reads);
          const { outcomes } = await read(number);
          const after = await hitsOf(reads);
          const copies = after.copies - before.copies;
          return { outcomes, copies, originals: after.originals - before.originals };
        };
        await using rules = new AsyncDisposableStack();
        rules.use(await nameSubsets(cluster, 'inventory', shipped.subsets));
        // A mesh is told of changes one by one: subsets go when no route leads to them any more.
        rules.defer(() =>
          waitUntil('the mirror is gone', async () => {
            const { copies, originals } = await looked(100);
            return copies + originals === 100 ? true : undefined;
          }).then(() => undefined),
        );
        rules.use(await patchRoutes(cluster, 'inventory', shipped.mirrorRoutes));
        await waitUntil('the mirror is in force', async () => {
          const { outcomes, copies, originals } = await looked(50);
          const isInForce = outcomes.get('OK') === 50 && originals === 50 && copies > 0;
          return isInForce ? true : undefined;
        });

        // Copies that are still on their way from before.
        const settled = async () => {
          let last = await hitsOf(reads);
          return waitUntil('no copy is under way', async () => {
            const now = await hitsOf(reads);
            const isSettled = now.copies === last.copies;
            last = now;
            return isSettled ? now : undefined;
          });
        };
        const before = await settled();
        const { outcomes } = await read(calls);
        assert.deepEqual([...outcomes], [['OK', calls]]);
        const after = await settled();
        assert.equal(after.originals - before.originals, calls, 'every call was answered once');
        const copies = after.copies - before.copies;
        assert.equal(copies, calls, 'every call was copied once');
        world.record('mirror', [String(calls), 'change nothing', '0', String(copies)]);

        const row = { sku, name: sku, priceCents: 100n, received: 1n };
        for (let sent = 0; sent < writes; sent += 1) await inventory.importStock(streamOf(row));
        const written = await hitsOf(imports);
        assert.deepEqual(written, { originals: writes, copies: 0 });
        world.record('mirror', [String(writes), 'change something', '0', '0']);

        await using failing = await injectInto(
          cluster,
          { service: 'inventory', pods: second.pods },
          { name: 'second-version-fails', methods: reading, effect: broken },
        );
        const harmed = await read(calls);
        assert.deepEqual([...harmed.outcomes], [['OK', calls]]);
        assert.ok(sumOf(await failing.hits()) > 0, 'copies failed');
        world.record('mirror', [String(calls), 'the second version fails', '0', 'all failed']);
        world.note(`${copies} copies of ${calls} calls, none of ${writes} that write`);
      },
    },
  ],
};
