import { createPeer, type Peer } from '../grpc-peer.ts';
import type { Service } from '../platform/platform.ts';
import type { Cluster } from './cluster.ts';
import { measureAtSidecars } from './mesh/sidecar-counts.ts';
import { addressOf, isReady, type Pod } from './objects.ts';
import { repeatLook } from './repeat-look.ts';

/** How many calls each pod had had from each caller at a moment. */
export interface TrafficSample {
  readonly atMs: number;
  /** By pod's name, then by caller's IP address; calls since the pod's start. */
  readonly calls: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export interface TrafficMeter extends AsyncDisposable {
  readonly samples: readonly TrafficSample[];
}

/** Between two looks. */
const periodMs = 250;

interface Socket {
  readonly ref: { readonly socket_id: string };
  readonly data: { readonly streams_started: string };
  readonly remote: { readonly tcpip_address?: { readonly ip_address: Buffer } };
}

interface WatchedPod {
  readonly peer: Peer;
  /** What each connection had carried when it was last seen, by the socket's id. */
  readonly connections: Map<string, { readonly ip: string; readonly calls: number }>;
}

/**
 * Asks every pod of a service, again and again, who has called it how often: channelz, which each of
 * our servers has, tells the streams of every connection. The callers need know nothing of it.
 */
export function measureTraffic(cluster: Cluster, service: Service): TrafficMeter {
  if (cluster.mesh === 'sidecar') return measureAtSidecars(cluster, service);
  const samples: TrafficSample[] = [];
  const watched = new Map<string, WatchedPod>();
  const look = async (): Promise<void> => {
    // One that has been ready is looked at for ever; one that has not may not listen yet.
    const pods = (await cluster.pods(service)).filter(
      (pod) => isReady(pod) || watched.has(pod.metadata.name),
    );
    const atMs = performance.now();
    const counted = await Promise.all(
      pods.map(async (pod) => {
        const { name } = pod.metadata;
        const one = watched.get(name) ?? watchPod(pod);
        watched.set(name, one);
        // A pod that leaves just now is counted no more.
        const calls = await countCalls(one).catch(() => undefined);
        return calls === undefined ? [] : [[name, calls] as const];
      }),
    );
    samples.push({ atMs, calls: new Map(counted.flat()) });
  };
  const measuring = repeatLook(look, periodMs);
  return {
    samples,
    [Symbol.asyncDispose]: async () => {
      await measuring[Symbol.asyncDispose]();
      for (const { peer } of watched.values()) peer[Symbol.dispose]();
    },
  };
}

function watchPod(pod: Pod): WatchedPod {
  return { peer: createPeer('channelz', addressOf(pod)), connections: new Map() };
}

/** Calls of all connections that were seen, those that have ended included, by caller's address. */
async function countCalls({ peer, connections }: WatchedPod): Promise<ReadonlyMap<string, number>> {
  const { server } = (await peer.call('GetServers', {})) as {
    server: { ref: { server_id: string } }[];
  };
  for (const { ref } of server) {
    const { socket_ref: sockets } = (await peer.call('GetServerSockets', ref)) as {
      socket_ref: { socket_id: string }[];
    };
    for (const { socket_id } of sockets) {
      const found = (await peer.call('GetSocket', { socket_id })) as { socket: Socket };
      const { data, remote } = found.socket;
      const ip = [...(remote.tcpip_address?.ip_address ?? [])].slice(-4).join('.');
      // Long objects, which are never the same.
      connections.set(String(socket_id), { ip, calls: Number(data.streams_started) });
    }
  }
  const counts = new Map<string, number>();
  for (const { ip, calls } of connections.values()) counts.set(ip, (counts.get(ip) ?? 0) + calls);
  return counts;
}

/** Calls of some callers that a pod had had at a sample. */
export function callsFrom(
  sample: TrafficSample | undefined,
  pod: string,
  callers: ReadonlySet<string>,
): number {
  let sum = 0;
  for (const [ip, count] of sample?.calls.get(pod) ?? []) if (callers.has(ip)) sum += count;
  return sum;
}

/** When the first call of these callers was seen at a pod; undefined: never. */
export function findFirstCallMs(
  samples: readonly TrafficSample[],
  pod: string,
  callers: ReadonlySet<string>,
): number | undefined {
  return samples.find((sample) => callsFrom(sample, pod, callers) > 0)?.atMs;
}

/** Each pod's part of the calls between two moments; they add up to 1. */
export function findShares(
  samples: readonly TrafficSample[],
  callers: ReadonlySet<string>,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): ReadonlyMap<string, number> {
  const first = samples.findLast(({ atMs }) => atMs <= fromMs) ?? samples[0];
  const last = samples.findLast(({ atMs }) => atMs <= toMs);
  const pods = [...(last?.calls.keys() ?? [])];
  // A caller that was replaced takes its sidecar's count with it.
  const counts = pods.map((pod) =>
    Math.max(0, callsFrom(last, pod, callers) - callsFrom(first, pod, callers)),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  return new Map(pods.map((pod, index) => [pod, total === 0 ? 0 : (counts[index] ?? 0) / total]));
}
