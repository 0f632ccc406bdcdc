import { waitUntil } from '../wait-until.ts';
import { agentName, describeAgentPod } from './agent-manifests.ts';
import { callerPort, type CallerCounts } from './agent/caller.ts';
import type { Cluster } from './cluster.ts';
import { meshMetadata, unmeshedMetadata } from './mesh/pod-metadata.ts';
import { isReady, type Pod } from './objects.ts';
import { findOwnImage } from './own-image.ts';

/** A pod that calls inventory by one target, steadily. */
export interface Caller extends AsyncDisposable {
  /** The address by which those that it calls know it. */
  readonly ip: string;
  read(): Promise<CallerCounts>;
}

export interface CallerOptions {
  readonly name: string;
  /** Of inventory. */
  readonly target: string;
  readonly callsPerSecond: number;
  /** Whom the mesh knows it as. Default: the suite itself, who may call everybody. */
  readonly serviceAccountName?: string;
  /** Whether it takes part in the mesh that the platform is in. Default: yes. */
  readonly isMeshed?: boolean;
}

export async function startCaller(cluster: Cluster, options: CallerOptions): Promise<Caller> {
  const { name, target, callsPerSecond, isMeshed = true } = options;
  const { serviceAccountName = agentName } = options;
  const path = cluster.path(`pods/${name}`);
  await cluster.api.remove(path, { gracePeriodSeconds: 0 });
  const metadata = isMeshed ? meshMetadata(cluster.mesh) : unmeshedMetadata;
  const labels = {
    ...{ app: name, 'app.kubernetes.io/part-of': 'ballast-e2e' },
    ...metadata.labels,
  };
  const annotations = {
    ...metadata.annotations,
    // Its counts are asked for in plain text.
    'traffic.sidecar.istio.io/excludeInboundPorts': String(callerPort),
  };
  await cluster.api.create(cluster.path('pods'), {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels, annotations } },
    spec: describeAgentPod({
      image: await findOwnImage(cluster),
      role: 'caller',
      variables: {
        ...{ INVENTORY_TARGET: target, CALLS_PER_SECOND: String(callsPerSecond) },
        BALLAST_MESH: isMeshed ? cluster.mesh : 'none',
      },
      serviceAccountName,
    }),
  });
  const pod = await waitUntil(`${name} runs`, async () => {
    const found = await cluster.api.read<Pod>(path);
    return isReady(found) ? found : undefined;
  });
  const ip = pod.status.podIP ?? '';
  const read = async (): Promise<CallerCounts> =>
    (await (await fetch(`http://${ip}:${callerPort}/`)).json()) as CallerCounts;
  await waitUntil(`${name} has called`, async () => ((await read()).calls > 10 ? true : undefined));
  return {
    ip,
    read,
    [Symbol.asyncDispose]: () => cluster.api.remove(path, { gracePeriodSeconds: 0 }),
  };
}
