import { requireWithin, requireWholeWithin } from '../rules/require-within.ts';

/**
 * How many hedges may be cancelled. The loser of a hedge is ended with RST_STREAM, and servers take
 * many of these for the attack of CVE-2023-44487: Node's end the connection after 1000, plus 33 a
 * second. All hedges of a dependency may have lost on the same connection, so they share one
 * allowance, far below that.
 */
export interface HedgeCancelOptions {
  /** In the long run, within [0.01, 1000]. Default: 20. */
  readonly perSecond?: number | undefined;
  /** At once after a quiet time, 1 to 100 000. Default: 200. */
  readonly burst?: number | undefined;
}

export interface ResolvedHedgeCancels {
  readonly perSecond: number;
  readonly burst: number;
}

/** @throws RangeError naming field, rule and value. */
export function resolveHedgeCancelOptions(options: HedgeCancelOptions = {}): ResolvedHedgeCancels {
  const { perSecond = 20, burst = 200 } = options;
  requireWithin('hedgeCancels.perSecond', perSecond, 0.01, 1000);
  requireWholeWithin('hedgeCancels.burst', burst, 1, 100_000);
  return { perSecond, burst };
}

/** A token bucket: in any t seconds at most `burst + perSecond · t` are taken and not given back. */
export class CancelAllowance {
  #options: ResolvedHedgeCancels;
  #tokens: number;
  #filledAtMs: number;

  constructor(options: ResolvedHedgeCancels, nowMs: number) {
    this.#options = options;
    this.#tokens = options.burst;
    this.#filledAtMs = nowMs;
  }

  /** All of them or none. */
  tryTake(nowMs: number, count: number): boolean {
    this.#fill(nowMs);
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }

  /** For attempts that were not cancelled after all. */
  giveBack(count: number): void {
    this.#tokens = Math.min(this.#tokens + count, this.#options.burst);
  }

  available(nowMs: number): number {
    this.#fill(nowMs);
    return Math.floor(this.#tokens);
  }

  update(options: ResolvedHedgeCancels, nowMs: number): void {
    this.#fill(nowMs);
    this.#options = options;
    this.#tokens = Math.min(this.#tokens, options.burst);
  }

  #fill(nowMs: number): void {
    const { perSecond, burst } = this.#options;
    const passedMs = Math.max(0, nowMs - this.#filledAtMs);
    this.#tokens = Math.min(burst, this.#tokens + (passedMs * perSecond) / 1000);
    this.#filledAtMs = Math.max(nowMs, this.#filledAtMs);
  }
}
