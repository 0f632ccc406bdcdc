import type { Service } from '../../platform/platform.ts';
import { waitUntil } from '../../wait-until.ts';
import { selectorOf, type Cluster } from '../cluster.ts';
import { isReady, type ListOf, type Pod } from '../objects.ts';
import { settleCanary, type ShippedCanary } from './shipped-canary.ts';

export interface Canary extends AsyncDisposable {
  readonly pods: readonly Pod[];
  /** Of what each pod has, the canary's part. */
  partOf(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number>;
}

/** The pods of another version beside those of a service, behind the same Service, as they are shipped. */
export async function startCanary(
  cluster: Cluster,
  service: Service,
  shipped: ShippedCanary,
): Promise<Canary> {
  const { api } = cluster;
  const { metadata, spec } = shipped.deployment;
  const path = cluster.path('deployments', 'apps/v1');
  const own = `${path}/${metadata.name}`;
  const selector = selectorOf(spec.selector.matchLabels);
  const read = async () => (await api.read<ListOf<Pod>>(cluster.path(`pods?${selector}`))).items;
  const remove = async () => {
    await api.remove(own);
    await waitUntil(
      'the canary is gone',
      async () => ((await read()).length === 0 ? true : undefined),
      { timeoutMs: 60_000 },
    );
  };
  // One that a run which was cut off has left.
  await remove();
  await api.create(path, settleCanary(shipped, await cluster.deployment(service)));
  const pods = await waitUntil(
    'the canary is ready',
    async () => {
      const found = await read();
      return found.length === (spec.replicas ?? 1) && found.every(isReady) ? found : undefined;
    },
    { timeoutMs: 120_000 },
  );
  const names = new Set(pods.map((each) => each.metadata.name));
  return {
    pods,
    partOf: (counts) => new Map([...counts].filter(([name]) => names.has(name))),
    [Symbol.asyncDispose]: remove,
  };
}
