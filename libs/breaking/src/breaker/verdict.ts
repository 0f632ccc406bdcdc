import type { OutcomeCounts } from '../window/outcome-window.ts';
import type { ResolvedBreakerOptions } from './breaker-options.ts';

/** Why a breaker opens. */
export type OpenCause = 'failures' | 'slow calls';

/** Whether a closed breaker opens on what it has counted; undefined: it stays closed. */
export function judgeWindow(
  { total, failed, slow }: OutcomeCounts,
  options: ResolvedBreakerOptions,
): OpenCause | undefined {
  if (total < options.minCalls) return undefined;
  if (failed / total >= options.failureRatio) return 'failures';
  if (slow / total >= options.slowCallRatio) return 'slow calls';
  return undefined;
}

/**
 * What a half-open trial of `calls` probes has come to. It is over as soon as the probes that are
 * still out can no longer change it. The shares are those of a closed breaker, so that one bad host
 * of several does not keep it open.
 */
export function judgeTrial(
  { total, failed, slow }: OutcomeCounts,
  calls: number,
  options: ResolvedBreakerOptions,
): OpenCause | 'passed' | 'undecided' {
  if (failed / calls >= options.failureRatio) return 'failures';
  if (slow / calls >= options.slowCallRatio) return 'slow calls';
  const left = calls - total;
  const mayFail = (failed + left) / calls >= options.failureRatio;
  const mayBeSlow = (slow + left) / calls >= options.slowCallRatio;
  return mayFail || mayBeSlow ? 'undecided' : 'passed';
}

/** How long it stays open the `attempt`-th time in a row, counted from 1. */
export function openDuration(
  attempt: number,
  { openDurationMs, maxOpenDurationMs }: ResolvedBreakerOptions,
  random: number,
): number {
  // Equal jitter: half of it is certain, so that a breaker that has just opened gives some rest.
  // https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
  const mostMs = Math.min(maxOpenDurationMs, openDurationMs * 2 ** (attempt - 1));
  return mostMs * (0.5 + random / 2);
}
