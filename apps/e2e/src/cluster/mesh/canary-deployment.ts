import type { Service } from '../../platform/platform.ts';
import { waitUntil } from '../../wait-until.ts';
import { selectorOf, type Cluster } from '../cluster.ts';
import { isReady, type ListOf, type Pod } from '../objects.ts';
import type { Subset } from './istio-rules.ts';

export interface Canary extends AsyncDisposable {
  /** Names of its pods. */
  readonly pods: ReadonlySet<string>;
  /** `stable` are those that were there before, `canary` are these. */
  readonly subsets: readonly Subset[];
}

const hash = 'pod-template-hash';
const track = 'ballast.e2e/track';

/** One pod of another version beside those of a service, behind the same Service. */
export async function startCanary(cluster: Cluster, service: Service): Promise<Canary> {
  const { api } = cluster;
  const { spec } = await cluster.deployment(service);
  const [stable] = await cluster.pods(service);
  const name = `e2e-${service}-canary`;
  const path = cluster.path('deployments', 'apps/v1');
  const labels = { ...spec.template.metadata.labels, [track]: 'canary' };
  await api.remove(`${path}/${name}`);
  await api.create(path, {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    metadata: { name, labels: { 'app.kubernetes.io/part-of': 'ballast-e2e' } },
    spec: {
      ...{ replicas: 1, selector: { matchLabels: labels } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  });
  const selector = selectorOf({ [track]: 'canary' });
  const read = async () => (await api.read<ListOf<Pod>>(cluster.path(`pods?${selector}`))).items;
  const pods = await waitUntil(
    'the canary is ready',
    async () => {
      const found = await read();
      return found.length === 1 && found.every(isReady) ? found : undefined;
    },
    { timeoutMs: 120_000 },
  );
  return {
    pods: new Set(pods.map(({ metadata }) => metadata.name)),
    subsets: [
      { name: 'stable', labels: { [hash]: stable?.metadata.labels?.[hash] ?? '' } },
      { name: 'canary', labels: { [track]: 'canary' } },
    ],
    [Symbol.asyncDispose]: async () => {
      await api.remove(`${path}/${name}`);
      await waitUntil(
        'the canary is gone',
        async () => ((await read()).length === 0 ? true : undefined),
        { timeoutMs: 60_000 },
      );
    },
  };
}
