// grpc-js makes balancers by itself and hands them to nobody, so that whoever wants to look at them
// needs a list. It holds them weakly: a channel that is dropped without `close()` is not kept alive
// by it.
import type { BalancerSnapshot } from './balancer-snapshot.ts';

interface Balancer {
  snapshot(): BalancerSnapshot;
}

const live = new Set<WeakRef<Balancer>>();
const collected = new FinalizationRegistry((ref: WeakRef<Balancer>) => live.delete(ref));

/** Lists the balancer until the function that is returned is called. */
export function listBalancer(balancer: Balancer): () => void {
  const ref = new WeakRef(balancer);
  live.add(ref);
  collected.register(balancer, ref, ref);
  return () => {
    live.delete(ref);
    collected.unregister(ref);
  };
}

/** One for each channel of this process that is balanced by a policy of this library. */
export function snapshotBalancers(): BalancerSnapshot[] {
  const snapshots: BalancerSnapshot[] = [];
  for (const ref of live) {
    const balancer = ref.deref();
    if (balancer !== undefined) snapshots.push(balancer.snapshot());
  }
  return snapshots;
}
