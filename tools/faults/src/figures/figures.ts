import { type DriveRecord, INCOMPLETE } from '../driver/messages.ts';
import { quantile } from './quantile.ts';
import { aimedAt, firstRun, shareOf } from './windows.ts';

/** When things happened in a cell, in milliseconds since the epoch, and to whom. */
export interface Timeline {
  /** The fault is there from here on. */
  readonly faultMs: number;
  /** It is over. */
  readonly healMs: number;
  /** What begins later is not counted: it only shows how the cell recovers. */
  readonly endMs: number;
  /** The bad host's port; of no host where all of them are bad, or none. */
  readonly badPort?: number | undefined;
  /** The port that it has when it is well again. */
  readonly healedPort?: number | undefined;
  readonly replicas: number;
  /** A status that is an answer here, and no failure. */
  readonly answerCode?: number | undefined;
}

export interface Figures {
  readonly calls: number;
  readonly failed: number;
  /** How often each status came, OK left out. */
  readonly codes: Readonly<Record<string, number>>;
  readonly attempts: number;
  /** Calls of the same client before the fault: what a retry budget has been earned by. */
  readonly callsBefore: number;
  /** Of calls that succeeded. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  /** The bad host's share of the attempts while it was bad. */
  readonly badShare?: number | undefined;
  /** Until the first 100 attempts in a row of which fewer than 1 % went to the bad host. */
  readonly detectMs?: number | undefined;
  /** From the end of the fault until the host has at least half of its fair share again. */
  readonly recoverMs?: number | undefined;
}

const detectionAttempts = 100;
const detectionShare = 0.01;

export function computeFigures(record: DriveRecord, timeline: Timeline): Figures {
  const { calls } = record;
  const { faultMs, endMs, answerCode } = timeline;
  const counted = [...calls.startMs.keys()].filter(
    (index) => calls.startMs[index]! >= faultMs && calls.startMs[index]! < endMs,
  );
  const codes: Record<string, number> = {};
  const tookMs: number[] = [];
  let failed = 0;
  for (const index of counted) {
    const code = calls.code[index]!;
    if (code === 0) tookMs.push(calls.tookMs[index]!);
    else {
      const name = code === INCOMPLETE ? 'incomplete' : String(code);
      codes[name] = (codes[name] ?? 0) + 1;
      if (code !== answerCode) failed += 1;
    }
  }
  tookMs.sort((one, other) => one - other);
  const { startMs } = record.attempts;
  return {
    ...{ calls: counted.length, failed, codes },
    attempts: startMs.filter((ms) => ms >= faultMs && ms < endMs).length,
    callsBefore: record.warmUpCalls + calls.startMs.filter((ms) => ms < faultMs).length,
    p50Ms: quantile(tookMs, 0.5),
    p99Ms: quantile(tookMs, 0.99),
    p999Ms: quantile(tookMs, 0.999),
    ...computeReaction(record, timeline),
  };
}

function computeReaction(
  { attempts }: DriveRecord,
  { faultMs, healMs, badPort, healedPort, replicas }: Timeline,
): Pick<Figures, 'badShare' | 'detectMs' | 'recoverMs'> {
  if (badPort === undefined || healedPort === undefined) return {};
  const bad = aimedAt(attempts, badPort, faultMs, healMs);
  const avoided = firstRun(bad, detectionAttempts, 'below', detectionShare);
  const lastHit = avoided === undefined ? -1 : bad.isHit.lastIndexOf(true, avoided - 1);
  const healed = aimedAt(attempts, healedPort, healMs, Infinity);
  const length = 10 * replicas;
  const back = firstRun(healed, length, 'above', 0.5 / replicas);
  return {
    badShare: shareOf(bad),
    detectMs:
      avoided === undefined ? undefined : Math.max(0, (bad.startMs[lastHit] ?? faultMs) - faultMs),
    recoverMs: back === undefined ? undefined : healed.startMs[back + length - 1]! - healMs,
  };
}
