import type { ClassCounts } from './classes/class-counts.ts';
import type { ClientTable } from './clients/client-table.ts';
import type { ConcurrencyLimit } from './limit/concurrency-limit.ts';
import type { Overload } from './limit/overload.ts';
import type { RefusalReason } from './refusing/refusal.ts';
import type { OpenStreams } from './streams/open-streams.ts';

/** What an admission knows, as plain JSON data. */
export interface AdmissionSnapshot {
  readonly state: 'calm' | 'shedding';
  /** What made it shed; null while calm. */
  readonly cause: 'queue' | 'event loop' | null;
  /** The calls at a time that are worth starting; enforced while shedding. */
  readonly limit: number;
  readonly inFlight: Readonly<Record<'critical' | 'default' | 'sheddable', number>>;
  readonly streams: { readonly open: number; readonly max: number };
  /** Latency over what it is without load. */
  readonly latencyRatio: number;
  /** Completions a second. */
  readonly throughput: number;
  readonly loopBusyMs: number;
  readonly served: number;
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>;
  /** Of the last second. */
  readonly refusedShare: number;
  readonly clients: { readonly known: number; readonly active: number };
  /** What each method takes without load, in milliseconds; null until it is known. */
  readonly baselinesMs: Readonly<Record<string, number | null>>;
}

export function takeSnapshot(of: {
  readonly limit: ConcurrencyLimit;
  readonly overload: Overload;
  readonly classes: ClassCounts;
  readonly clients: ClientTable;
  readonly streams: OpenStreams;
  readonly refusedShare: number;
  readonly loopBusyMs: number;
  readonly served: number;
  readonly refusals: ReadonlyMap<RefusalReason, number>;
}): AdmissionSnapshot {
  const { limit, overload, classes, clients, streams } = of;
  return {
    state: overload.kind,
    cause: overload.kind === 'shedding' ? overload.cause : null,
    limit: limit.steadyLimit,
    inFlight: {
      critical: classes.critical,
      default: classes.default,
      sheddable: classes.sheddable,
    },
    streams: { open: streams.open, max: streams.max },
    latencyRatio: limit.ratio,
    throughput: limit.throughput,
    loopBusyMs: of.loopBusyMs,
    served: of.served,
    refused: Object.fromEntries(of.refusals),
    refusedShare: of.refusedShare,
    clients: { known: clients.size, active: clients.active },
    baselinesMs: Object.fromEntries(
      Array.from(limit.baselines.all(), ({ path, baselineMs }) => [
        path,
        Number.isNaN(baselineMs) ? null : baselineMs,
      ]),
    ),
  };
}
