import type { OutcomeCounts } from '../window/outcome-window.ts';

/**
 * The probes of one half-open period. To cockatiel the whole trial is a single call, which `decided`
 * ends: it would make calls wait for its decision, and this one never lets them.
 */
export class Trial implements OutcomeCounts {
  readonly calls: number;
  total = 0;
  failed = 0;
  slow = 0;
  /** Probes on their way. */
  out = 0;
  /** Probes of an earlier batch have been given up: what becomes of them is no longer counted. */
  batch = 0;
  lastStartedAtMs = 0;
  readonly decided: Promise<void>;
  readonly pass: () => void;
  readonly fail: (reason: Error) => void;

  constructor(calls: number) {
    this.calls = calls;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.decided = promise;
    this.pass = resolve;
    this.fail = reject;
  }

  get hasRoom(): boolean {
    return this.total + this.out < this.calls;
  }

  /** Returns the batch that the probe belongs to. */
  take(nowMs: number): number {
    this.out++;
    this.lastStartedAtMs = nowMs;
    return this.batch;
  }

  /** A probe that said nothing: its place is for another. */
  putBack(): void {
    this.out--;
  }

  count(failed: boolean, slow: boolean): void {
    this.out--;
    this.total++;
    if (failed) this.failed++;
    if (slow) this.slow++;
  }

  /** Counts all that are out as they stand. */
  giveUpWaiting(slow: boolean): void {
    while (this.out > 0) this.count(false, slow);
    this.batch++;
  }
}
