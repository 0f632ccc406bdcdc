import { ClusterError } from './cluster-error.ts';
import type { Kubectl } from './kubectl.ts';

/** Only what has this label is deleted by `cluster:down`. */
const owner = { name: 'app.kubernetes.io/managed-by', value: 'ballast-cluster' };

interface Namespace {
  readonly metadata: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
}

const isOurs = ({ metadata }: Namespace): boolean => metadata.labels?.[owner.name] === owner.value;

/** Makes the namespace, under the strictest of Kubernetes' Pod Security Standards. */
export async function ensureNamespace(kubectl: Kubectl): Promise<void> {
  const { namespace: name } = kubectl;
  const found = await kubectl.find<Namespace>('namespace', name);
  if (found?.metadata.deletionTimestamp !== undefined) await untilDeleted(kubectl);
  else if (found !== undefined) return;
  const labels = {
    [owner.name]: owner.value,
    'pod-security.kubernetes.io/enforce': 'restricted',
  };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
  // Not applied: whoever applies a namespace without the label would then take it away.
  await kubectl.run(['create', '-f', '-'], { input: JSON.stringify(namespace) });
}

async function untilDeleted(kubectl: Kubectl): Promise<void> {
  await kubectl.run(['wait', `namespace/${kubectl.namespace}`, '--for=delete', '--timeout=180s']);
}

/**
 * Deletes the namespace with all that is in it.
 *
 * @returns false where there was none
 * @throws ClusterError where it was not made by `cluster:up`
 */
export async function deleteNamespace(
  kubectl: Kubectl,
  { waits }: { readonly waits: boolean },
): Promise<boolean> {
  const { namespace: name } = kubectl;
  const found = await kubectl.find<Namespace>('namespace', name);
  if (found === undefined) return false;
  if (!isOurs(found)) {
    throw new ClusterError(
      `namespace ${name} was not made by cluster:up (no label ${owner.name}=${owner.value}); ` +
        'delete what is yours by hand',
    );
  }
  await kubectl.run(['delete', 'namespace', name, '--wait=false']);
  if (waits) await untilDeleted(kubectl);
  return true;
}
