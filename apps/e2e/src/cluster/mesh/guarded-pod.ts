import { waitUntil } from '../../wait-until.ts';
import { describeAgentPod } from '../agent-manifests.ts';
import { guardedHealthPort, guardedPort } from '../agent/guarded.ts';
import type { Cluster } from '../cluster.ts';
import { isReady, type Pod } from '../objects.ts';
import { findOwnImage } from '../own-image.ts';
import { meshMetadata } from './pod-metadata.ts';

export interface GuardedPod extends AsyncDisposable {
  /** Leads there with the certificates that the control plane names. */
  readonly target: string;
  /** Its `ip:port`, where somebody without any gets. */
  readonly address: string;
}

const name = 'e2e-guarded';
const labels = { 'app.kubernetes.io/part-of': 'ballast-e2e' };
const selector = { matchLabels: { app: name } };

/**
 * A pod that serves mutual TLS alone, without a proxy (docs/mesh.md, "Serving"), and refuses the methods that are
 * named, to everybody: the suite may call everything else everywhere.
 */
export async function startGuarded(
  cluster: Cluster,
  refusedPaths: readonly string[],
): Promise<GuardedPod> {
  await using resources = new AsyncDisposableStack();
  const create = async (kind: string, group: string | undefined, spec: object) => {
    const path = cluster.path(`${kind.toLowerCase().replace(/y$/, 'ie')}s`, group);
    // One that a run which was cut off has left.
    await cluster.api.remove(`${path}/${name}`);
    const metadata = { name, labels };
    await cluster.api.create(path, { apiVersion: group ?? 'v1', kind, metadata, spec });
    resources.defer(() => cluster.api.remove(`${path}/${name}`));
  };
  await create('Service', undefined, {
    selector: selector.matchLabels,
    ports: [{ name: 'grpc', port: guardedPort, appProtocol: 'grpc' }],
  });
  // A server that has once started does not follow: first the rules, then the pod.
  await create('PeerAuthentication', 'security.istio.io/v1', {
    selector,
    mtls: { mode: 'STRICT' },
  });
  await create('AuthorizationPolicy', 'security.istio.io/v1', {
    ...{ selector, action: 'DENY' },
    rules: [{ to: [{ operation: { paths: refusedPaths } }] }],
  });
  await create('DestinationRule', 'networking.istio.io/v1', {
    host: name,
    trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
  });
  const pod = resources.use(await startPod(cluster));
  const owned = resources.move();
  return {
    target: `xds:///${name}.${cluster.namespace}.svc.cluster.local:${guardedPort}`,
    address: `${pod.ip}:${guardedPort}`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function startPod(cluster: Cluster): Promise<AsyncDisposable & { readonly ip: string }> {
  const path = cluster.path(`pods/${name}`);
  const remove = () => cluster.api.remove(path, { gracePeriodSeconds: 0 });
  await remove();
  const meshed = meshMetadata(cluster.mesh);
  // Tells callers that it can.
  const tls = { 'security.istio.io/tlsMode': 'istio' };
  await cluster.api.create(cluster.path('pods'), {
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: {
      ...{ name, annotations: meshed.annotations },
      labels: { ...labels, ...selector.matchLabels, ...meshed.labels, ...tls },
    },
    spec: describeAgentPod({
      image: await findOwnImage(cluster),
      role: 'guarded',
      variables: { BALLAST_MESH: cluster.mesh },
      readinessPort: guardedHealthPort,
    }),
  });
  const ready = await waitUntil(
    `${name} serves`,
    async () => {
      const pod = await cluster.api.read<Pod>(path);
      return isReady(pod) ? pod : undefined;
    },
    { timeoutMs: 60_000 },
  );
  return { ip: ready.status.podIP ?? '', [Symbol.asyncDispose]: remove };
}
