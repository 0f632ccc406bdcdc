import { waitUntil } from '../wait-until.ts';
import { describeAgentPod } from './agent-manifests.ts';
import { callerPort, type CallerCounts } from './agent/caller.ts';
import type { Cluster } from './cluster.ts';
import { isReady, type Pod } from './objects.ts';

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
}

export async function startCaller(cluster: Cluster, options: CallerOptions): Promise<Caller> {
  const { name, target, callsPerSecond } = options;
  const path = cluster.path(`pods/${name}`);
  await cluster.api.remove(path, { gracePeriodSeconds: 0 });
  const labels = { app: name, 'app.kubernetes.io/part-of': 'ballast-e2e' };
  await cluster.api.create(cluster.path('pods'), {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels } },
    spec: describeAgentPod({
      image: process.env['AGENT_IMAGE'] ?? '',
      role: 'caller',
      variables: { INVENTORY_TARGET: target, CALLS_PER_SECOND: String(callsPerSecond) },
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
