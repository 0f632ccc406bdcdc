/** As much of a replica as its comparison with its peers takes. */
export interface ComparedReplica {
  readonly id: string;
  readonly service: string;
  readonly callsPerSecond: number;
  readonly p50Ms: number | null;
}

/** So many times the median of the peers is slow, where it can be felt at all. */
const FACTOR = 4;
const LEAST_MS = 20;

/** By id, how many times slower than its peers a replica answers; only those that are much slower. */
export function findSlow(replicas: readonly ComparedReplica[]): ReadonlyMap<string, number> {
  const slow = new Map<string, number>();
  for (const { id, service, p50Ms } of replicas) {
    if (p50Ms === null || p50Ms < LEAST_MS) continue;
    const peers = replicas
      .filter((peer) => peer.service === service && peer.id !== id)
      .flatMap((peer) => peer.p50Ms ?? []);
    const median = peers.sort((one, other) => one - other)[Math.floor((peers.length - 1) / 2)];
    if (median !== undefined && p50Ms >= FACTOR * median) slow.set(id, p50Ms / median);
  }
  return slow;
}
