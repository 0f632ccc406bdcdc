/** Calls that ended within a window, and what became of them. A slow call may also have failed. */
export interface OutcomeCounts {
  readonly total: number;
  readonly failed: number;
  readonly slow: number;
}

/** A window is a ring of this many buckets, so it forgets in steps of 1/32 of its length. */
export const BUCKETS = 32;

/**
 * Outcomes of the last `windowMs`, true to time: a bucket expires by the clock, whether calls come or
 * not. cockatiel's SamplingBreaker turns its ring by one for each call, so that failures from before
 * an idle hour are still there after it (regression/idle-hour-opens-the-breaker.test.ts).
 *
 * A window reaches back between 31/32 and 32/32 of `windowMs`: the bucket of now is not full yet.
 */
export class OutcomeWindow implements OutcomeCounts {
  total = 0;
  failed = 0;
  slow = 0;
  private bucketMs: number;
  /** The number of the bucket of now, counted from time 0, and when it ends. */
  private head = 0;
  private headEndsAtMs = -Infinity;
  private readonly totals = new Int32Array(BUCKETS);
  private readonly failures = new Int32Array(BUCKETS);
  private readonly slows = new Int32Array(BUCKETS);

  constructor(windowMs: number) {
    this.bucketMs = windowMs / BUCKETS;
  }

  record(nowMs: number, failed: boolean, slow: boolean): void {
    if (nowMs >= this.headEndsAtMs) this.expire(nowMs);
    const slot = this.head % BUCKETS;
    this.total++;
    this.totals[slot]!++;
    if (failed) {
      this.failed++;
      this.failures[slot]!++;
    }
    if (slow) {
      this.slow++;
      this.slows[slot]!++;
    }
  }

  /** Forgets what is older than the window. Time that runs backwards is taken for standing still. */
  expire(nowMs: number): void {
    if (nowMs < this.headEndsAtMs) return;
    const head = Math.floor(nowMs / this.bucketMs);
    if (head - this.head >= BUCKETS) this.clear();
    else for (let bucket = this.head + 1; bucket <= head; bucket++) this.drop(bucket % BUCKETS);
    this.head = head;
    this.headEndsAtMs = (head + 1) * this.bucketMs;
  }

  clear(): void {
    this.total = this.failed = this.slow = 0;
    this.totals.fill(0);
    this.failures.fill(0);
    this.slows.fill(0);
  }

  /** Another length from now on. What is known stays, filed under the time at which its bucket began. */
  resize(windowMs: number, nowMs: number): void {
    this.expire(nowMs);
    const old = new OutcomeWindow(this.bucketMs * BUCKETS);
    old.totals.set(this.totals);
    old.failures.set(this.failures);
    old.slows.set(this.slows);
    const oldBucketMs = this.bucketMs;
    const oldHead = this.head;
    this.clear();
    this.bucketMs = windowMs / BUCKETS;
    this.head = Math.floor(nowMs / this.bucketMs);
    this.headEndsAtMs = (this.head + 1) * this.bucketMs;
    for (let bucket = Math.max(0, oldHead - BUCKETS + 1); bucket <= oldHead; bucket++) {
      const target = Math.floor((bucket * oldBucketMs) / this.bucketMs);
      if (target > this.head - BUCKETS) this.add(target % BUCKETS, old, bucket % BUCKETS);
    }
  }

  private drop(slot: number): void {
    this.total -= this.totals[slot]!;
    this.failed -= this.failures[slot]!;
    this.slow -= this.slows[slot]!;
    this.totals[slot] = this.failures[slot] = this.slows[slot] = 0;
  }

  private add(slot: number, from: OutcomeWindow, fromSlot: number): void {
    this.totals[slot]! += from.totals[fromSlot]!;
    this.failures[slot]! += from.failures[fromSlot]!;
    this.slows[slot]! += from.slows[fromSlot]!;
    this.total += from.totals[fromSlot]!;
    this.failed += from.failures[fromSlot]!;
    this.slow += from.slows[fromSlot]!;
  }
}
