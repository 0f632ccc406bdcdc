import type { ResolvedRetryBudget } from './retry-budget-options.ts';

/** More of them make the window truer to time, and a change of bucket rarer than a call. */
const BUCKETS = 50;

/**
 * How many repeats a dependency may be sent: a share of the calls that began in the last window, as
 * the SRE book has it ("Handling Overload": a client's retries at most 10 % of its requests), or a
 * floor where that is more, without which a client of few calls would never have a retry.
 *
 * The window is the current bucket and the 49 before it, so an event leaves it between 98 and 100 %
 * of the window after it happened, whether or not there are other events. Because calls and repeats
 * leave it together, repeats can never outgrow the share in the long run: disjoint windows, each
 * ending with a repeat, cover all repeats, and in each of them the share holds.
 */
export class RetryBudget {
  #options: ResolvedRetryBudget;
  #bucketMs: number;
  readonly #calls = new Float64Array(BUCKETS);
  readonly #repeats = new Float64Array(BUCKETS);
  #callCount = 0;
  #repeatCount = 0;
  /** Number of the bucket that time is in, counted from time 0. */
  #current = 0;

  constructor(options: ResolvedRetryBudget) {
    this.#options = options;
    this.#bucketMs = options.windowMs / BUCKETS;
  }

  countCall(nowMs: number): void {
    this.#advance(nowMs);
    this.#calls[this.#current % BUCKETS]! += 1;
    this.#callCount += 1;
  }

  /** All of them or none. */
  tryTake(nowMs: number, count: number): boolean {
    if (this.available(nowMs) < count) return false;
    this.#repeats[this.#current % BUCKETS]! += count;
    this.#repeatCount += count;
    return true;
  }

  /** Undoes a `tryTake` whose attempts did not begin. */
  giveBack(takenAtMs: number, nowMs: number, count: number): void {
    this.#advance(nowMs);
    const bucket = Math.floor(takenAtMs / this.#bucketMs);
    if (bucket <= this.#current - BUCKETS) return;
    this.#repeats[bucket % BUCKETS]! -= count;
    this.#repeatCount -= count;
  }

  /** Whole repeats that may begin now. */
  available(nowMs: number): number {
    const { calls, repeats } = this.count(nowMs);
    const { ratio, minRetriesPerSecond, windowMs } = this.#options;
    const allowed = Math.max(ratio * calls, (minRetriesPerSecond * windowMs) / 1000);
    // 0.1 × 30 is a little more than 3, and 0.57 × 100 a little less than 57.
    return Math.max(0, Math.floor(allowed - repeats + 1e-9));
  }

  /** Within the window. */
  count(nowMs: number): { readonly calls: number; readonly repeats: number } {
    this.#advance(nowMs);
    return { calls: this.#callCount, repeats: this.#repeatCount };
  }

  /** What was counted stays counted, as far as the new window reaches. */
  update(options: ResolvedRetryBudget, nowMs: number): void {
    this.#advance(nowMs);
    this.#options = options;
    const bucketMs = options.windowMs / BUCKETS;
    if (bucketMs === this.#bucketMs) return;
    const history = Array.from({ length: BUCKETS }, (_, age) => {
      const bucket = this.#current - age;
      const slot = ((bucket % BUCKETS) + BUCKETS) % BUCKETS;
      return {
        atMs: Math.min(bucket * this.#bucketMs + this.#bucketMs / 2, nowMs),
        calls: this.#calls[slot]!,
        repeats: this.#repeats[slot]!,
      };
    });
    this.#bucketMs = bucketMs;
    this.#current = Math.floor(nowMs / bucketMs);
    this.#calls.fill(0);
    this.#repeats.fill(0);
    this.#callCount = 0;
    this.#repeatCount = 0;
    for (const { atMs, calls, repeats } of history) this.#recall(atMs, calls, repeats);
  }

  #recall(atMs: number, calls: number, repeats: number): void {
    const bucket = Math.floor(atMs / this.#bucketMs);
    if (bucket < 0 || bucket <= this.#current - BUCKETS) return;
    this.#calls[bucket % BUCKETS]! += calls;
    this.#repeats[bucket % BUCKETS]! += repeats;
    this.#callCount += calls;
    this.#repeatCount += repeats;
  }

  #advance(nowMs: number): void {
    const bucket = Math.floor(nowMs / this.#bucketMs);
    if (bucket <= this.#current) return;
    for (let next = Math.max(this.#current + 1, bucket - BUCKETS + 1); next <= bucket; next += 1) {
      const slot = next % BUCKETS;
      this.#callCount -= this.#calls[slot]!;
      this.#repeatCount -= this.#repeats[slot]!;
      this.#calls[slot] = 0;
      this.#repeats[slot] = 0;
    }
    this.#current = bucket;
  }
}
