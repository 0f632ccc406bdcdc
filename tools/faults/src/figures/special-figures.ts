// Figures of the cells that are about something else than one bad host.
import { criticalities, type DriveRecord } from '../driver/messages.ts';
import type { Timeline } from './figures.ts';
import { quantile } from './quantile.ts';

/** More than can be served. */
export interface OverloadFigures {
  readonly capacityPerSecond: number;
  readonly goodputPerSecond: number;
  /** Of calls that were served, under the overload and before it. */
  readonly admittedP99Ms: number;
  readonly unloadedP99Ms: number;
  /** The share of critical calls that were served. */
  readonly criticalServed: number;
}

// It takes a moment until the limit is found; what is asked for is how it stands then.
const settlingShare = 0.25;

export function computeOverload(
  { calls }: DriveRecord,
  { faultMs, endMs }: Timeline,
  capacityPerSecond: number,
): OverloadFigures {
  const fromMs = faultMs + (endMs - faultMs) * settlingShare;
  const indices = [...calls.startMs.keys()];
  const during = indices.filter((i) => calls.startMs[i]! >= fromMs && calls.startMs[i]! < endMs);
  const served = during.filter((i) => calls.code[i] === 0);
  const before = indices.filter((i) => calls.startMs[i]! < faultMs && calls.code[i] === 0);
  const critical = during.filter((i) => criticalities[calls.criticality[i]!] === 'critical');
  const p99 = (of: readonly number[]): number =>
    quantile(
      of.map((i) => calls.tookMs[i]!).sort((one, other) => one - other),
      0.99,
    );
  return {
    capacityPerSecond,
    goodputPerSecond: (served.length * 1000) / (endMs - fromMs),
    admittedP99Ms: p99(served),
    unloadedP99Ms: p99(before),
    criticalServed: critical.filter((i) => calls.code[i] === 0).length / critical.length,
  };
}

/** Nobody there for a while. */
export interface AbsenceFigures {
  /** How long a call took to fail while nobody was there: p99. */
  readonly refusedP99Ms: number;
  /** From the moment somebody was listed again to the first call that succeeded. */
  readonly backMs: number | undefined;
}

export function computeAbsence(
  { calls }: DriveRecord,
  { faultMs, healMs }: Timeline,
): AbsenceFigures {
  const indices = [...calls.startMs.keys()];
  const refused = indices.filter(
    (i) => calls.startMs[i]! >= faultMs && calls.startMs[i]! < healMs && calls.code[i] !== 0,
  );
  const served = indices
    .filter((i) => calls.code[i] === 0)
    .map((i) => calls.startMs[i]! + calls.tookMs[i]!)
    .filter((ms) => ms >= healMs);
  return {
    refusedP99Ms: quantile(
      refused.map((i) => calls.tookMs[i]!).sort((one, other) => one - other),
      0.99,
    ),
    backMs: served.length === 0 ? undefined : Math.min(...served) - healMs,
  };
}
