import type { Service } from '../../platform/platform.ts';
import type { Cluster } from '../cluster.ts';
import { isReady, type Pod } from '../objects.ts';
import { repeatLook } from '../repeat-look.ts';
import { runInPod } from '../run-in-pod.ts';
import type { TrafficMeter, TrafficSample } from '../traffic-meter.ts';

/** Asking is a process in a pod: seldom enough not to be what is measured. */
const periodMs = 500;

/** Those that call others. */
const callers = ['gateway', 'orders'] as const;

/**
 * What traffic-meter.ts measures, where a server sees nothing but its own sidecar: the sidecars of the
 * callers know which pod they have led each call to.
 */
export function measureAtSidecars(cluster: Cluster, service: Service): TrafficMeter {
  const samples: TrafficSample[] = [];
  /** Of pods that have been there; a sidecar forgets those that are gone. */
  const names = new Map<string, string>();
  const look = async (): Promise<void> => {
    for (const { metadata, status } of await cluster.pods(service)) {
      if (status.podIP !== undefined) names.set(status.podIP, metadata.name);
    }
    const pods = (await Promise.all(callers.map((each) => cluster.pods(each)))).flat();
    const calls = new Map<string, Map<string, number>>();
    await Promise.all(
      pods.filter(isReady).map(async (caller) => {
        const counts = await countCalls(cluster, caller).catch(() => new Map<string, number>());
        for (const [ip, count] of counts) {
          const name = names.get(ip);
          if (name === undefined) continue;
          const ofPod = calls.get(name) ?? new Map<string, number>();
          calls.set(name, ofPod.set(caller.status.podIP ?? '', count));
        }
      }),
    );
    samples.push({ atMs: performance.now(), calls });
  };
  const measuring = repeatLook(look, periodMs);
  return { samples, [Symbol.asyncDispose]: () => measuring[Symbol.asyncDispose]() };
}

/** Calls by the address that they were led to, as Envoy's admin interface tells them. */
async function countCalls({ api, namespace }: Cluster, { metadata }: Pod) {
  const text = await runInPod(api, {
    ...{ namespace, pod: metadata.name, container: 'istio-proxy' },
    command: ['pilot-agent', 'request', 'GET', 'clusters'],
  });
  const counts = new Map<string, number>();
  for (const [, ip = '', count] of text.matchAll(
    /^outbound\|.*::([\d.]+):\d+::rq_total::(\d+)$/gm,
  )) {
    counts.set(ip, (counts.get(ip) ?? 0) + Number(count));
  }
  return counts;
}
