import assert from 'node:assert/strict';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { ListOf, Metadata } from '../../src/cluster/objects.ts';
import type { Service } from '../../src/platform/platform.ts';
import type { Scenario } from '../../src/scenario.ts';
import type { World } from '../../src/world.ts';
import { clusterOf } from './the-cluster.ts';
import { underLoad } from './under-load.ts';

const callers: readonly Service[] = ['orders', 'gateway'];

export const rightsDenied: Scenario = {
  name: 'rights denied',
  needs: ['own discovery'],
  cases: [
    {
      name: 'callers that may not watch EndpointSlices say so, and follow DNS: 0 requests fail',
      async run(world) {
        const cluster = clusterOf(world);
        const bindings = await takeBindings(cluster);
        try {
          const report = await underLoad(world, 'EndpointSlices forbidden', async () => {
            // A watch that is open stays open; those of new pods are refused.
            for (const service of callers) await cluster.roll(service);
          });
          for (const service of callers) await assertToldIn(world, service);
          assert.deepEqual([...report.failures], []);
        } finally {
          for (const binding of bindings) await cluster.api.create(bindingsPath(cluster), binding);
        }
        for (const service of callers) await cluster.roll(service);
      },
    },
  ],
};

interface RoleBinding {
  readonly metadata: Metadata;
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly object[];
}

const group = 'rbac.authorization.k8s.io/v1';
const bindingsPath = (cluster: Cluster) => cluster.path('rolebindings', group);

/** Removes whatever gives our callers rights, and gives it back as it can be made again. */
async function takeBindings(cluster: Cluster): Promise<readonly object[]> {
  const { items } = await cluster.api.read<ListOf<RoleBinding>>(bindingsPath(cluster));
  const ours = items.filter(
    ({ metadata }) => metadata.labels?.['app.kubernetes.io/part-of'] === 'ballast',
  );
  assert.ok(ours.length > 0, 'the overlay gives callers the right to watch EndpointSlices');
  for (const { metadata } of ours) {
    await cluster.api.remove(cluster.path(`rolebindings/${metadata.name}`, group));
  }
  return ours.map(({ metadata: { name, labels }, roleRef, subjects }) => ({
    ...{ apiVersion: group, kind: 'RoleBinding', metadata: { name, labels } },
    ...{ roleRef, subjects },
  }));
}

/** The first log of a new pod names the right that is missing. */
async function assertToldIn(world: World, service: Service): Promise<void> {
  const cluster = clusterOf(world);
  const [pod] = await cluster.pods(service);
  const log = await cluster.api.readText(cluster.path(`pods/${pod?.metadata.name}/log`));
  const line = log.split('\n').find((one) => one.includes('endpointslices.discovery.k8s.io'));
  assert.match(line ?? '', /not allowed; the service account needs list and watch/);
  world.note(`${service} says: ${line}`);
}
