import assert from 'node:assert/strict';
import { createClient } from '@ballast/client';
import { InventoryServiceService } from '@ballast/contracts';
import { Metadata } from '@grpc/grpc-js';
import { callMany } from '../../src/cluster/mesh/call-many.ts';
import { changeRoutes, type HttpRoute } from '../../src/cluster/mesh/istio-rules.ts';
import { mesh } from '../../src/mesh-of-process.ts';
import type { Scenario } from '../../src/scenario.ts';
import { waitUntil } from '../../src/wait-until.ts';
import type { World } from '../../src/world.ts';
import { clusterOf } from '../cluster/the-cluster.ts';

const header = 'ballast-e2e-fault';
const path = '/ballast.inventory.v1.InventoryService/GetStock';
const route = [{ destination: { host: 'inventory' } }];
const delayMs = 400;
/** What is said nothing about is repeated twice, by Istio's default. */
const retries = { attempts: 0 };

/** Of one method, and only where the header asks for it. */
const rules: readonly HttpRoute[] = [
  {
    match: [{ uri: { exact: path }, headers: { [header]: { exact: 'abort' } } }],
    fault: { abort: { percentage: { value: 100 }, grpcStatus: 'RESOURCE_EXHAUSTED' } },
    retries,
    route,
  },
  {
    match: [{ uri: { exact: path }, headers: { [header]: { exact: 'delay' } } }],
    fault: { delay: { percentage: { value: 100 }, fixedDelay: `${delayMs / 1000}s` } },
    retries,
    route,
  },
];

const metadataOf = (kind: string): Metadata => {
  const metadata = new Metadata();
  metadata.set(header, kind);
  return metadata;
};

export const meshFaults: Scenario = {
  name: 'mesh faults',
  needs: ['mesh'],
  cases: [
    {
      name: 'an abort and a delay that the mesh injects are seen by the right calls, and by no others',
      async run(world) {
        const sku = await world.stockUp(1);
        using inventory = createClient(InventoryServiceService, {
          ...{ target: world.platform.targetOf('inventory'), mesh },
        });
        await using resources = new AsyncDisposableStack();
        resources.use(
          await changeRoutes(clusterOf(world), 'inventory', (routes) => [...rules, ...routes]),
        );
        const call = (kind: string, calls: number) =>
          callMany(inventory, { ...{ sku, calls, width: 8 }, metadata: metadataOf(kind) });
        await waitUntil('the faults are in force', async () => {
          const { outcomes } = await call('abort', 8);
          return outcomes.get('RESOURCE_EXHAUSTED') === 8 ? true : undefined;
        });
        const aborted = await call('abort', 200);
        assert.deepEqual([...aborted.outcomes], [['RESOURCE_EXHAUSTED', 200]]);
        const delayed = await timed(() => call('delay', 40));
        assert.deepEqual([...delayed.result.outcomes], [['OK', 40]]);
        // Of 40 calls, 8 at a time, each is held for so long.
        assert.ok(delayed.tookMs >= 5 * delayMs, `40 delayed calls took ${delayed.tookMs} ms`);
        const spared = await timed(() => call('none', 200));
        assert.deepEqual([...spared.result.outcomes], [['OK', 200]]);
        assert.ok(spared.tookMs < 25 * delayMs, `200 spared calls took ${spared.tookMs} ms`);
        await assertOtherMethodSpared(world);
        record(world, [
          ['abort', 'asked for, the method', '200', '200'],
          ['delay', 'asked for, the method', '40', '40'],
          ['both', 'not asked for', '200', '0'],
          ['both', 'asked for, another method', '100', '0'],
        ]);
      },
    },
  ],
};

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; tookMs: number }> {
  const beginMs = performance.now();
  const result = await work();
  return { result, tookMs: performance.now() - beginMs };
}

async function assertOtherMethodSpared({ platform }: World): Promise<void> {
  using inventory = createClient(InventoryServiceService, {
    ...{ target: platform.targetOf('inventory'), mesh },
  });
  for (const kind of ['abort', 'delay']) {
    for (let sent = 0; sent < 50; sent += 1) {
      const request = { pageSize: 1, pageToken: '' };
      await inventory.listStock(request, { metadata: metadataOf(kind) });
    }
  }
}

function record({ record: keep, note }: World, rows: readonly (readonly string[])[]): void {
  for (const row of rows) keep('meshFaults', row);
  note('200 of 200 aborted, 40 of 40 delayed, 300 others spared');
}
