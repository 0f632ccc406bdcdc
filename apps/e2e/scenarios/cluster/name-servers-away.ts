import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { selectorOf } from '../../src/cluster/cluster.ts';
import type { ListOf, Workload } from '../../src/cluster/objects.ts';
import type { Case, Scenario } from '../../src/scenario.ts';
import { waitUntil } from '../../src/wait-until.ts';
import { clusterOf } from './the-cluster.ts';
import { underLoad } from './under-load.ts';

export const nameServersAway: Scenario = {
  name: 'DNS away',
  needs: ['administration'],
  cases: [
    { ...awayFor(15), isShort: true },
    { ...awayFor(60), isLong: true },
  ],
};

/** In every cluster that has been set up by the book, CoreDNS is a Deployment with this label. */
const label = { 'k8s-app': 'kube-dns' };

function awayFor(seconds: number): Case {
  return {
    name: `no name server for ${seconds} s: traffic goes on, 0 requests fail`,
    async run(world) {
      const cluster = clusterOf(world);
      const servers = await findNameServers(cluster);
      const report = await underLoad(world, `DNS away (no CoreDNS)`, async () => {
        await scaleAll(cluster, servers, () => 0);
        try {
          await delay(seconds * 1000);
        } finally {
          await scaleAll(cluster, servers, ({ spec }) => spec.replicas ?? 1);
        }
      });
      assert.deepEqual([...report.failures], []);
    },
  };
}

const path = '/apis/apps/v1/namespaces/kube-system/deployments';

async function findNameServers({ api }: Cluster): Promise<readonly Workload[]> {
  const { items } = await api.read<ListOf<Workload>>(`${path}?${selectorOf(label)}`);
  assert.ok(items.length > 0, 'kube-system has no Deployment with the label k8s-app=kube-dns');
  return items;
}

async function scaleAll(
  { api }: Cluster,
  servers: readonly Workload[],
  count: (server: Workload) => number,
): Promise<void> {
  for (const server of servers) {
    const { name } = server.metadata;
    const replicas = count(server);
    await api.merge(`${path}/${name}`, { spec: { replicas } });
    await waitUntil(`${name} has ${replicas} ready pods`, async () => {
      const { status } = await api.read<Workload>(`${path}/${name}`);
      const counts = [status.replicas ?? 0, status.readyReplicas ?? 0];
      return counts.every((one) => one === replicas) ? true : undefined;
    });
  }
}
