// grpc-js makes balancers by itself and hands them to nobody, so that whoever wants to look at them
// needs a list. It holds them weakly: a channel that is dropped without `close()` is not kept alive
// by it.
import type { BalancerSnapshot } from './balancer-snapshot.ts';

/** What a balancer has counted: an object of its own, which may outlive it. */
export interface ConnectionTally {
  channel: string;
  readonly connections: BalancerSnapshot['connections'];
}

interface Balancer {
  readonly tally: ConnectionTally;
  snapshot(): BalancerSnapshot;
}

interface Listed {
  readonly ref: WeakRef<Balancer>;
  readonly tally: ConnectionTally;
}

/** Of so many channel names is kept what their balancers counted; of more, without a name. */
const MAX_NAMES = 2000;

const live = new Set<Listed>();
const ended = new Map<string, ConnectionTotals>();
const collected = new FinalizationRegistry<Listed>(remove);

/** Lists the balancer until the function that is returned is called. */
export function listBalancer(balancer: Balancer): () => void {
  const listed = { ref: new WeakRef(balancer), tally: balancer.tally };
  live.add(listed);
  collected.register(balancer, listed, listed);
  return () => {
    remove(listed);
    collected.unregister(listed);
  };
}

/** One for each channel of this process that is balanced by a policy of this library. */
export function snapshotBalancers(): BalancerSnapshot[] {
  const snapshots: BalancerSnapshot[] = [];
  for (const { ref } of live) {
    const balancer = ref.deref();
    if (balancer !== undefined) snapshots.push(balancer.snapshot());
  }
  return snapshots;
}

/** The connections of all channels of one name. But for `open`, none of its figures ever falls. */
export interface ConnectionTotals {
  readonly channel: string;
  /** Open now. */
  open: number;
  /** Since the start, of balancers that have ended as well: a channel's policy may be replaced. */
  made: number;
  lost: number;
  failed: number;
}

/** What metrics are read from: one for each name that a channel has, or had. */
export function snapshotConnections(): ConnectionTotals[] {
  const all = new Map([...ended].map(([name, totals]) => [name, { ...totals }]));
  for (const { tally } of live) {
    const totals = findTotals(all, tally.channel);
    totals.open += tally.connections.open;
    addCounts(totals, tally);
  }
  return [...all.values()];
}

function remove(listed: Listed): void {
  const { tally } = listed;
  if (!live.delete(listed)) return;
  const isKnown = ended.has(tally.channel) || ended.size < MAX_NAMES;
  addCounts(findTotals(ended, isKnown ? tally.channel : ''), tally);
}

function findTotals(all: Map<string, ConnectionTotals>, channel: string): ConnectionTotals {
  const totals = all.get(channel) ?? { channel, open: 0, made: 0, lost: 0, failed: 0 };
  all.set(channel, totals);
  return totals;
}

function addCounts(totals: ConnectionTotals, { connections }: ConnectionTally): void {
  totals.made += connections.made;
  totals.lost += connections.lost;
  totals.failed += connections.failed;
}
