import type { Service } from '../platform/platform.ts';
import { waitUntil } from '../wait-until.ts';
import type { KubernetesApi } from './kubernetes-api.ts';
import type { MeshMode } from './mesh/mesh-mode.ts';
import { isReady, type ListOf, type Pod, type ServiceObject, type Workload } from './objects.ts';

/** The platform's namespace on a cluster, and what an operator does there. */
export interface Cluster {
  readonly api: KubernetesApi;
  readonly namespace: string;
  readonly mesh: MeshMode;
  /** `/apis/apps/v1/namespaces/<namespace>/<rest>`; without a group `/api/v1/…`. */
  path(rest: string, group?: string): string;
  deployment(service: Service): Promise<Workload>;
  service(name: string): Promise<ServiceObject>;
  /** Those that are there and not leaving, ready or not. */
  pods(service: Service): Promise<readonly Pod[]>;
  /** Says how many there shall be, and waits for nothing. */
  scale(service: Service, replicas: number): Promise<void>;
  /** Changes what its pods are made from: a strategic merge patch of the template. */
  changePods(service: Service, template: object): Promise<void>;
  /** Resolves when every wanted pod is of the newest kind and ready, and no other is left. */
  untilRolledOut(service: Service): Promise<void>;
  /** `kubectl rollout restart`, to its end. */
  roll(service: Service): Promise<void>;
}

/** How long a rollout may take: each pod its draining, its start, and a busy machine. */
const rolloutMs = 180_000;

export function createCluster(api: KubernetesApi, namespace: string, mesh: MeshMode): Cluster {
  const path = (rest: string, group?: string) =>
    `${group === undefined ? '/api/v1' : `/apis/${group}`}/namespaces/${namespace}/${rest}`;
  const deploymentPath = (service: Service) => path(`deployments/${service}`, 'apps/v1');
  const cluster: Cluster = {
    api,
    namespace,
    mesh,
    path,
    deployment: (service) => api.read(deploymentPath(service)),
    service: (name) => api.read(path(`services/${name}`)),
    async pods(service) {
      const { spec } = await cluster.deployment(service);
      const pods = await api.read<ListOf<Pod>>(
        path(`pods?${selectorOf(spec.selector.matchLabels)}`),
      );
      return pods.items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    },
    scale: (service, replicas) => api.merge(deploymentPath(service), { spec: { replicas } }),
    changePods: (service, template) => api.patch(deploymentPath(service), { spec: { template } }),
    async untilRolledOut(service) {
      await waitUntil(
        `${service} is rolled out`,
        async () => {
          const { metadata, spec, status } = await cluster.deployment(service);
          const wanted = spec.replicas ?? 1;
          const isSeen = (status.observedGeneration ?? 0) >= (metadata.generation ?? 0);
          const counts = [status.replicas, status.updatedReplicas, status.readyReplicas];
          const isThere = isSeen && counts.every((count) => (count ?? 0) === wanted);
          return isThere ? true : undefined;
        },
        { timeoutMs: rolloutMs, pollMs: 250 },
      );
    },
    async roll(service) {
      // As kubectl does it: what the pods are made from has changed, if only by the time.
      const annotations = { 'ballast.e2e/restarted-at': new Date().toISOString() };
      await cluster.changePods(service, { metadata: { annotations } });
      await cluster.untilRolledOut(service);
    },
  };
  return cluster;
}

export function selectorOf(labels: Readonly<Record<string, string>>): string {
  const selector = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return `labelSelector=${encodeURIComponent(selector.join(','))}`;
}

/** Resolves with the ready pods once there are so many, and no others. */
export function untilReady(cluster: Cluster, service: Service, count: number) {
  return waitUntil(
    `${service} has ${count} ready pods`,
    async () => {
      const pods = await cluster.pods(service);
      return pods.length === count && pods.every(isReady) ? pods : undefined;
    },
    { timeoutMs: rolloutMs, pollMs: 250 },
  );
}
