import { numberWithin, wholeWithin } from '../option-rules.ts';

/** When a breaker opens, and how it closes again. Names follow the policy file's `breaker`. */
export interface BreakerOptions {
  /**
   * Opens when this share of the window's calls failed, in (0, 1]. Default: 0.5. A dependency that is
   * gone fails all of them; one bad host of three fails a third, which is the balancer's business.
   */
  readonly failureRatio?: number | undefined;
  /** Opens when this share of the window's calls was slow, in (0, 1]. Default: 1, all of them. */
  readonly slowCallRatio?: number | undefined;
  /**
   * A unary call that took this long was slow, in milliseconds, 1 to 2^31 - 1. Default: 5000, half of
   * the 10 s that a call gets when nobody says otherwise. Streams are never slow.
   */
  readonly slowCallDurationMs?: number | undefined;
  /**
   * Fewer calls than this in the window prove nothing, a whole number, 1 to 2^31 - 1. Default: 20.
   * 2^31 - 1 is a breaker that never opens.
   */
  readonly minCalls?: number | undefined;
  /** How far back it looks, in milliseconds, 32 to 2^31 - 1. Default: 10 000. */
  readonly windowMs?: number | undefined;
  /**
   * How long it stays open the first time, in milliseconds, 1 to 2^31 - 1. Default: 1000. Doubles with
   * every half-open trial that fails, and is shortened by up to a half at random, so that callers
   * do not come back together.
   */
  readonly openDurationMs?: number | undefined;
  /** The most it stays open, in milliseconds, openDurationMs to 2^31 - 1. Default: 30 000. */
  readonly maxOpenDurationMs?: number | undefined;
  /**
   * Calls let through to find out whether the dependency is back, a whole number, 1 to 1000.
   * Default: 3. The others are refused at once.
   */
  readonly halfOpenCalls?: number | undefined;
}

export type ResolvedBreakerOptions = {
  readonly [Name in keyof BreakerOptions]-?: number;
};

/** @throws RangeError naming the field, the rule and the value. */
export function resolveBreakerOptions(options: BreakerOptions = {}): ResolvedBreakerOptions {
  const openDurationMs = numberWithin('openDurationMs', options.openDurationMs ?? 1000, 1);
  const maxOpenDurationMs = options.maxOpenDurationMs ?? Math.max(30_000, openDurationMs);
  return {
    failureRatio: ratio('failureRatio', options.failureRatio ?? 0.5),
    slowCallRatio: ratio('slowCallRatio', options.slowCallRatio ?? 1),
    slowCallDurationMs: numberWithin('slowCallDurationMs', options.slowCallDurationMs ?? 5000, 1),
    minCalls: wholeWithin('minCalls', options.minCalls ?? 20, 1),
    windowMs: numberWithin('windowMs', options.windowMs ?? 10_000, 32),
    openDurationMs,
    maxOpenDurationMs: numberWithin('maxOpenDurationMs', maxOpenDurationMs, openDurationMs),
    halfOpenCalls: wholeWithin('halfOpenCalls', options.halfOpenCalls ?? 3, 1, 1000),
  };
}

function ratio(field: string, value: number): number {
  if (value > 0 && value <= 1) return value;
  throw new RangeError(`breaking.${field} must be within (0, 1], got ${value}`);
}
