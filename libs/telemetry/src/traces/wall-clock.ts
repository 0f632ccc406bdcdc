/** A system's clock is set by hand or by NTP, in steps; it is looked at so often, in milliseconds. */
const LOOK_MS = 1000;
/** `Date.now()` knows whole milliseconds: less than that apart is no step. */
const STEP_MS = 2;

/**
 * Moments of `performance.now()` as epoch milliseconds. Finer than `Date.now()`, by which all that
 * happens within a millisecond happens at once, and without a look at the system's clock each time.
 */
export class WallClock {
  readonly #epochNow: () => number;
  #offsetMs = NaN;
  #lookedAtMs = -Infinity;

  constructor(epochNow = Date.now) {
    this.#epochNow = epochNow;
  }

  /** @param atMs now, or not long ago */
  toEpochMs(atMs: number): number {
    if (!(atMs - this.#lookedAtMs < LOOK_MS)) this.#look(atMs);
    return this.#offsetMs + atMs;
  }

  #look(atMs: number): void {
    this.#lookedAtMs = atMs;
    const offsetMs = this.#epochNow() - performance.now();
    if (!(Math.abs(offsetMs - this.#offsetMs) < STEP_MS)) this.#offsetMs = offsetMs;
  }
}
