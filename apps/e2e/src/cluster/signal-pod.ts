import type { Replica } from '../platform/platform.ts';
import type { Cluster } from './cluster.ts';
import { runInPod } from './run-in-pod.ts';

/** In a process namespace that the pod shares, process 1 is Kubernetes' own; ours is the oldest node. */
const sendSignal = `
const { readdirSync, readFileSync } = require('node:fs');
const isProgram = (pid) => readFileSync('/proc/' + pid + '/comm', 'utf8').match(/^(node|MainThread)/) && pid !== process.pid;
const pids = readdirSync('/proc').map(Number).filter(Boolean).sort((a, b) => a - b);
process.kill(pids.find((pid) => { try { return isProgram(pid); } catch { return false; } }), process.argv[1]);
`;

/**
 * SIGKILL is what `kubectl delete pod --grace-period=0 --force` is: the pod is gone, and another one
 * comes under another address. Any other signal goes to the program itself.
 */
export async function signalPod(
  cluster: Cluster,
  { service, id }: Replica,
  signal: NodeJS.Signals,
): Promise<void> {
  const [pod = ''] = id.split('#');
  if (signal === 'SIGKILL') {
    return cluster.api.remove(cluster.path(`pods/${pod}`), { gracePeriodSeconds: 0 });
  }
  // One that has been replaced meanwhile needs no SIGCONT.
  const isThere = (await cluster.pods(service)).some(({ metadata }) => metadata.name === pod);
  if (!isThere && signal === 'SIGCONT') return;
  const { spec } = await cluster.deployment(service);
  await runInPod(cluster.api, {
    ...{ namespace: cluster.namespace, pod },
    container: spec.template.spec.containers[0]?.name ?? '',
    command: ['node', '-e', sendSignal, signal],
  });
}
