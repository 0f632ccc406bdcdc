import assert from 'node:assert/strict';
import { ApiError } from '../../src/cluster/kubernetes-api.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { ListOf, Metadata, Pod } from '../../src/cluster/objects.ts';
import { services } from '../../src/platform/platform.ts';
import type { Scenario } from '../../src/scenario.ts';
import { waitUntil } from '../../src/wait-until.ts';
import { clusterOf } from './the-cluster.ts';
import { underLoad } from './under-load.ts';

export const nodeDrained: Scenario = {
  name: 'node drained',
  needs: ['several nodes'],
  cases: [
    {
      name: 'a node is cordoned and all of its pods are evicted: 0 requests fail',
      async run(world) {
        const cluster = clusterOf(world);
        const node = await chooseNode(cluster);
        const report = await underLoad(world, `node ${node} drained`, async () => {
          await setUnschedulable(cluster, node, true);
          try {
            for (const pod of await podsOn(cluster, node)) await evict(cluster, pod);
            await waitUntil(
              'none of its pods is left',
              async () => ((await podsOn(cluster, node)).length === 0 ? true : undefined),
              { timeoutMs: 120_000 },
            );
            for (const service of services) await cluster.untilRolledOut(service);
          } finally {
            await setUnschedulable(cluster, node, false);
          }
        });
        assert.deepEqual([...report.failures], []);
      },
    },
  ],
};

/** One with pods of ours, but neither the database, whose data is in its pod, nor this program. */
async function chooseNode(cluster: Cluster): Promise<string> {
  const { items } = await cluster.api.read<ListOf<{ metadata: Metadata }>>('/api/v1/nodes');
  for (const { metadata } of items) {
    const pods = await allPodsOn(cluster, metadata.name);
    const names = pods.map((pod) => pod.metadata.name);
    const isNeeded = names.some((name) => name.startsWith('postgres-') || name === 'e2e');
    if (!isNeeded && (await podsOn(cluster, metadata.name)).length > 0) return metadata.name;
  }
  throw new Error('every node has the database, this program or nothing');
}

async function allPodsOn(cluster: Cluster, node: string): Promise<readonly Pod[]> {
  const path = cluster.path(`pods?fieldSelector=spec.nodeName%3D${node}`);
  return (await cluster.api.read<ListOf<Pod>>(path)).items;
}

async function podsOn(cluster: Cluster, node: string): Promise<readonly Pod[]> {
  const pods = await allPodsOn(cluster, node);
  return pods.filter(({ metadata }) =>
    services.some((service) => metadata.labels?.['app.kubernetes.io/name'] === service),
  );
}

const setUnschedulable = ({ api }: Cluster, node: string, unschedulable: boolean) =>
  api.merge(`/api/v1/nodes/${node}`, { spec: { unschedulable } });

/** As `kubectl drain` does it: a disruption budget may say not yet (429). */
async function evict(cluster: Cluster, { metadata: { name } }: Pod): Promise<void> {
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };
  await waitUntil(
    `${name} may be evicted`,
    async () => {
      try {
        await cluster.api.create(cluster.path(`pods/${name}/eviction`), eviction);
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return true;
        throw error;
      }
      return true;
    },
    { timeoutMs: 120_000, pollMs: 1000 },
  );
}
