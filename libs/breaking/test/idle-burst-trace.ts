import { status } from '@grpc/grpc-js';
import { createGuard } from '../src/index.ts';
import { ExactWindow } from './exact-window.ts';
import type { GuardedMethod } from '../src/index.ts';

const method: GuardedMethod = { path: '/t.T/T', requestStream: false, responseStream: false };
const slowCallDurationMs = 1000;

/** What a trace has shown; told of each call as well, so that others can be compared. */
export interface TraceResult {
  calls: number;
  opens: number;
  /** Opened, and the list of all calls says that it should not. */
  wrongOpens: number;
  /** Stayed closed, and the list says that it should have opened. */
  missedOpens: number;
}

export interface TraceSettings {
  readonly minCalls: number;
  readonly windowMs: number;
  readonly failureRatio: number;
}

/** Another breaker to look at on the same trace: says after each call whether it opened. */
export interface Onlooker {
  begin(settings: TraceSettings): void;
  /** @param recentCalls those that ended in the last windowMs, this one included. */
  record(nowMs: number, failed: boolean, recentCalls: number): void;
}

const pick = <T>(random: () => number, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)]!;

/**
 * Bursts of calls, good, bad and slow ones, with pauses of milliseconds to hours between them. After
 * every call the breaker of a real guard and an exact list of all calls must agree.
 */
export function runIdleBurstTrace(random: () => number, onlooker?: Onlooker): TraceResult {
  const settings = {
    minCalls: 1 + Math.floor(random() * 20),
    windowMs: pick(random, [32, 100, 999, 10_000, 60_000]),
    failureRatio: pick(random, [0.1, 0.3, 0.5, 0.75, 1]),
  };
  const { minCalls, windowMs, failureRatio } = settings;
  const slowCallRatio = pick(random, [0.3, 0.8, 1]);
  const breaker = { ...settings, slowCallRatio, slowCallDurationMs };
  const guard = createGuard({ method, breaker, random });
  const exact = new ExactWindow(windowMs);
  const result: TraceResult = { calls: 0, opens: 0, wrongOpens: 0, missedOpens: 0 };
  onlooker?.begin(settings);

  let nowMs = Math.floor(random() * 1e6);
  const bursts = 1 + Math.floor(random() * 5);
  for (let burst = 0; burst < bursts; burst++) {
    nowMs += random() * pick(random, [0, windowMs / 20, windowMs, 2 * windowMs, 3_600_000]);
    const failShare = pick(random, [0, failureRatio / 2, failureRatio, 1]);
    const slowShare = pick(random, [0, 0, slowCallRatio, 1]);
    const gapMs = random() * pick(random, [0, windowMs / 100, windowMs / 10]);
    const size = Math.floor(random() * 20);
    for (let call = 0; call < size; call++) {
      const failed = random() < failShare;
      const slow = random() < slowShare;
      // It began before it ended, which is now.
      const entry = guard.tryEnter(nowMs - (slow ? slowCallDurationMs : 0));
      if (entry.kind !== 'permit') throw new Error(`a closed guard says ${entry.kind}`);
      entry.end(failed ? status.UNAVAILABLE : status.OK, nowMs);
      exact.record(nowMs, failed, slow);
      result.calls++;
      onlooker?.record(nowMs, failed, exact.countSince(nowMs - windowMs).total);

      const counts = exact.countSince(exact.beginsAtMs(nowMs));
      const shouldOpen =
        counts.total >= minCalls &&
        (counts.failed / counts.total >= failureRatio ||
          counts.slow / counts.total >= slowCallRatio);
      const hasOpened = guard.state !== 'closed';
      if (hasOpened) result.opens++;
      if (hasOpened && !shouldOpen) result.wrongOpens++;
      if (!hasOpened && shouldOpen) result.missedOpens++;
      if (hasOpened || shouldOpen) {
        guard.reset();
        exact.clear();
      }
      nowMs += gapMs;
    }
  }
  return result;
}
