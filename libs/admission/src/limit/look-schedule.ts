/** What is known is looked into so often, in milliseconds, but for no more than a 20th of the time. */
const INTERVAL_MS = 10_000;
const TIMES = 20;
/** What was found a moment ago rests on few calls: so many looks soon, up to a fifth of the time. */
const SOON_LOOKS = 3;
const SOON_MS = 1_000;
const SOON_TIMES = 4;

/** When the limit is to dip in order to see that the baselines still hold. */
export class LookSchedule {
  #nextMs = Infinity;
  #soon = 0;

  isDue(nowMs: number): boolean {
    return nowMs >= this.#nextMs;
  }

  /** A baseline or a limit has just been found. */
  soon(nowMs: number): void {
    this.#soon = SOON_LOOKS;
    this.#nextMs = nowMs + SOON_MS;
  }

  /** What was measured a moment ago holds for a while. */
  later(nowMs: number): void {
    this.#soon = 0;
    this.#nextMs = nowMs + INTERVAL_MS;
  }

  looked(tookMs: number, nowMs: number): void {
    const isSoon = this.#soon > 0;
    if (isSoon) this.#soon -= 1;
    const pauseMs = tookMs * (isSoon ? SOON_TIMES : TIMES);
    this.#nextMs = nowMs + Math.max(isSoon ? SOON_MS : INTERVAL_MS, pauseMs);
  }
}
