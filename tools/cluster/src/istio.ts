import { ClusterError } from './cluster-error.ts';
import type { Kubectl } from './kubectl.ts';

export interface MeshedPod {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly status?: { readonly phase?: string };
}

/** @throws ClusterError where the cluster has no Istio; without it nothing of the overlay fits together */
export async function requireIstio({ run }: Pick<Kubectl, 'run'>, overlay: string): Promise<void> {
  // Everybody may ask which APIs there are.
  const groups = await run(['get', '--raw', '/apis']);
  if (groups.includes('"networking.istio.io"')) return;
  throw new ClusterError(
    `k8s/overlays/${overlay} wants Istio, which this cluster does not have: ` +
      'https://istio.io/latest/docs/setup says how to install it',
  );
}

/**
 * That the injector has seen every pod: one that it passed over speaks plain text, which the others refuse.
 *
 * @returns a line for the progress
 */
export async function checkInjection({
  read,
  namespace,
}: Pick<Kubectl, 'read' | 'namespace'>): Promise<string> {
  const selector = [
    '--selector',
    'app.kubernetes.io/part-of=ballast,sidecar.istio.io/inject!=false',
  ];
  const { items } = await read<{ items: MeshedPod[] }>(['get', 'pods', ...selector]);
  const staying = items.filter(isStaying);
  const missing = staying
    .filter(({ metadata }) => !isInjected(metadata))
    .map(({ metadata }) => metadata.name);
  if (missing.length === 0) return `${staying.length} pods are in the mesh`;
  throw new ClusterError(
    `the sidecar injector has passed over ${missing.join(', ')}: does it look at namespaces with ` +
      `istio-injection=enabled? With revisions it is \`kubectl label namespace ${namespace} istio.io/rev=…\``,
  );
}

/** Not one that leaves or is done, of before the namespace had a mesh. */
const isStaying = ({ metadata, status }: MeshedPod): boolean =>
  metadata.deletionTimestamp === undefined &&
  status?.phase !== 'Succeeded' &&
  status?.phase !== 'Failed';

const isInjected = ({ annotations = {} }: MeshedPod['metadata']): boolean =>
  annotations['sidecar.istio.io/status'] !== undefined;
