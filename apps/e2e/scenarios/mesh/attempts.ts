import assert from 'node:assert/strict';
import { createClient } from '@ballast/client';
import { idempotentMethods, InventoryServiceService, inventoryPolicy } from '@ballast/contracts';
import { callMany } from '../../src/cluster/mesh/call-many.ts';
import { injectEverywhere, sumOf } from '../../src/cluster/pod-faults.ts';
import { mesh } from '../../src/mesh-of-process.ts';
import type { Scenario } from '../../src/scenario.ts';
import { clusterOf } from '../cluster/the-cluster.ts';

const calls = 2000;
const width = 32;
const mostAttempts = 1.2;
const method = 'ballast.inventory.v1.InventoryService/GetStock';
const UNAVAILABLE = 14;

const broken = {
  $case: 'abort',
  value: { code: UNAVAILABLE, message: 'broken on purpose', afterMessages: 0 },
} as const;

/** With a breaker there would be fewer: it is what comes before one has opened that is counted. */
const neverBreaks = {
  ...inventoryPolicy,
  ballast: {
    ...inventoryPolicy.ballast,
    methodConfig: [
      {
        name: [{ service: 'ballast.inventory.v1.InventoryService', method: 'GetStock' }],
        breaker: { minCalls: 1_000_000 },
      },
    ],
  },
};

export const attempts: Scenario = {
  name: 'attempts',
  needs: ['meshes compared'],
  cases: [
    {
      name: `every replica of inventory fails: at most ${mostAttempts} attempts for a call, client and mesh together`,
      async run(world) {
        const cluster = clusterOf(world);
        const sku = await world.stockUp(1);
        using inventory = createClient(InventoryServiceService, {
          ...{ target: world.platform.targetOf('inventory'), mesh },
          policy: neverBreaks,
          idempotentMethods,
        });
        await using faults = await injectEverywhere(cluster, 'inventory', {
          ...{ name: 'every-call-fails', methods: method, effect: broken },
        });
        const { outcomes } = await callMany(inventory, { sku, calls, width });
        const hits = sumOf(await faults.hits());
        const ratio = hits / calls;
        const row = [String(calls), String(hits), ratio.toFixed(3)];
        world.record('attempts', ['calls', ...row]);
        world.note(`${hits} attempts of ${calls} calls: ${ratio.toFixed(3)}`);
        assert.deepEqual([...outcomes], [['UNAVAILABLE', calls]]);
        assert.ok(ratio >= 1 && ratio <= mostAttempts, `${hits} attempts of ${calls} calls`);
      },
    },
    {
      name: 'the same through the gateway, whose breaker opens: fewer attempts than requests',
      async run(world) {
        const { shop, stockUp, record, note } = world;
        await stockUp(1);
        await using faults = await injectEverywhere(clusterOf(world), 'inventory', {
          ...{ name: 'every-list-fails', effect: broken },
          methods: 'ballast.inventory.v1.InventoryService/ListStock',
        });
        const requests = 400;
        for (let sent = 0; sent < requests; sent += 8) {
          await Promise.all(Array.from({ length: 8 }, () => shop.send('/v1/products?pageSize=1')));
        }
        const hits = sumOf(await faults.hits());
        record('attempts', [
          ...['requests', String(requests), String(hits), (hits / requests).toFixed(3)],
        ]);
        note(`${hits} attempts of ${requests} requests`);
        assert.ok(hits <= requests * mostAttempts, `${hits} attempts of ${requests} requests`);
      },
    },
  ],
};
