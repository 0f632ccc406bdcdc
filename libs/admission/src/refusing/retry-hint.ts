import type { Refusal, RefusalReason } from './refusal.ts';

/** The refused share of calls is an average over this time, in milliseconds. */
const MEMORY_MS = 1_000;
/** With more than this share refused, a retry would be refused as well: none is wanted. */
const DEEP_SHARE = 0.5;
const MIN_RETRY_MS = 100;
const MAX_RETRY_MS = 5_000;

/**
 * How much is refused, and what the refused are told. The more demand there is, the longer they are
 * to stay away: with d times of what can be served, 100 ms × d², up to 5 s.
 */
export class RetryHint {
  readonly #random: () => number;
  #served = 0;
  #refused = 0;
  #countedMs = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  served(nowMs: number): void {
    this.#fade(nowMs);
    this.#served += 1;
  }

  refuse(reason: RefusalReason, nowMs: number): Refusal {
    this.#fade(nowMs);
    this.#refused += 1;
    const share = this.#refusedShare();
    const demand = 1 / Math.max(0.01, 1 - share);
    const hintMs = Math.min(MAX_RETRY_MS, MIN_RETRY_MS * demand * demand);
    const retryAfterMs = Math.round(hintMs * (0.75 + 0.5 * this.#random()));
    const pushbackMs = share > DEEP_SHARE ? -1 : retryAfterMs;
    return { admitted: false, reason, retryAfterMs, pushbackMs };
  }

  /** What the limit itself knows, to the millisecond. */
  refuseFor(reason: RefusalReason, waitMs: number): Refusal {
    const retryAfterMs = Math.ceil(waitMs * (1 + 0.25 * this.#random()));
    return { admitted: false, reason, retryAfterMs, pushbackMs: retryAfterMs };
  }

  refusedShare(nowMs: number): number {
    this.#fade(nowMs);
    return this.#refusedShare();
  }

  #refusedShare(): number {
    const calls = this.#served + this.#refused;
    return calls < 0.01 ? 0 : this.#refused / calls;
  }

  #fade(nowMs: number): void {
    const kept = Math.exp((this.#countedMs - nowMs) / MEMORY_MS);
    this.#countedMs = nowMs;
    this.#served *= kept;
    this.#refused *= kept;
  }
}
