import assert from 'node:assert/strict';
import type { Scenario } from '../../src/scenario.ts';
import { waitUntil } from '../../src/wait-until.ts';
import { clusterOf } from './the-cluster.ts';
import { underLoad } from './under-load.ts';

const name = 'e2e-inventory';
const service = 'inventory';

export const autoscaling: Scenario = {
  name: 'autoscaling',
  needs: ['metrics'],
  cases: [
    {
      name: 'an HPA adds pods of inventory as its CPU says, and takes them away: 0 requests fail',
      isLong: true,
      async run(world) {
        const cluster = clusterOf(world);
        const few = (await cluster.deployment(service)).spec.replicas ?? 1;
        const hpas = cluster.path('horizontalpodautoscalers', 'autoscaling/v2');
        await cluster.api.create(hpas, describeAutoscaler(few));
        try {
          const report = await underLoad(world, `HPA on CPU, inventory from ${few} pods`, () =>
            waitUntil(
              'pods are added',
              async () => {
                const { spec, status } = await cluster.deployment(service);
                const ready = status.readyReplicas ?? 0;
                return ready > few && ready === spec.replicas ? ready : undefined;
              },
              { timeoutMs: 180_000, pollMs: 1000 },
            ).then((many) => world.note(`inventory was scaled from ${few} to ${many} pods`)),
          );
          assert.deepEqual([...report.failures], []);
          // The reading of CPU is a minute old at worst, and pods that leave drain.
          await waitUntil(
            'pods are taken away',
            async () =>
              ((await cluster.deployment(service)).spec.replicas ?? 0) <= few ? true : undefined,
            { timeoutMs: 300_000, pollMs: 1000 },
          );
        } finally {
          await cluster.api.remove(`${hpas}/${name}`);
          await cluster.scale(service, few);
        }
        await cluster.untilRolledOut(service);
      },
    },
  ],
};

/** What 100 requests a second cost is many times an idle pod's, on any machine. */
const cpuOfAPod = '20m';

function describeAutoscaler(minReplicas: number): object {
  const target = { type: 'AverageValue', averageValue: cpuOfAPod };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, labels: { 'app.kubernetes.io/part-of': 'ballast-e2e' } },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: service },
      ...{ minReplicas, maxReplicas: minReplicas + 2 },
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
      // Not after five minutes, as is usual.
      behavior: { scaleDown: { stabilizationWindowSeconds: 15 } },
    },
  };
}
