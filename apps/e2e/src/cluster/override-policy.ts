import type { Service } from '../platform/platform.ts';
import { services } from '../platform/platform.ts';
import type { Cluster } from './cluster.ts';

interface ConfigMap {
  readonly data?: Readonly<Record<string, string>>;
}

/** Puts an operator's policies in force as an operator does: in the ConfigMap that pods have mounted. */
export async function createPolicyOverride(cluster: Cluster) {
  const name = await findPolicyConfigMap(cluster);
  const path = cluster.path(`configmaps/${name}`);
  const { data = {} } = await cluster.api.read<ConfigMap>(path);

  /** Undefined: as it was deployed. */
  const override = async (service: Service, policy: string | undefined): Promise<void> => {
    const key = `${service}.policy.json`;
    await cluster.api.merge(path, { data: { [key]: policy ?? data[key] ?? null } });
    // A kubelet looks at its ConfigMaps about once a minute, and at once when a pod's annotations
    // change: https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#mounted-configmaps-are-updated-automatically
    const annotations = { 'ballast.e2e/policies-changed-at': new Date().toISOString() };
    for (const each of services) {
      for (const { metadata } of await cluster.pods(each)) {
        const pod = cluster.path(`pods/${metadata.name}`);
        await cluster.api.merge(pod, { metadata: { annotations } });
      }
    }
  };
  return { override };
}

/** The one that orders has mounted. */
async function findPolicyConfigMap(cluster: Cluster): Promise<string> {
  const { volumes = [] } = (await cluster.deployment('orders')).spec.template.spec;
  const name = volumes.find(({ configMap }) => configMap !== undefined)?.configMap?.name;
  if (name === undefined) throw new Error('orders has no ConfigMap with policies mounted');
  return name;
}
