/** The fewest calls that were in flight lately: over the last interval, and up to one more. */
export class RecentLow {
  intervalMs: number;
  #startedMs = 0;
  #low = 0;
  #lowBefore = 0;

  constructor(intervalMs: number) {
    this.intervalMs = intervalMs;
  }

  /** To be called before and after `inFlight` changes. */
  pass(nowMs: number, inFlight: number): void {
    if (nowMs - this.#startedMs >= this.intervalMs) {
      this.#lowBefore = this.#low;
      this.#low = inFlight;
      this.#startedMs = nowMs;
    } else if (inFlight < this.#low) this.#low = inFlight;
  }

  get inFlight(): number {
    return Math.min(this.#low, this.#lowBefore);
  }
}
