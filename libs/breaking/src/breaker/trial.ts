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

  take(nowMs: number): void {
    this.out++;
    this.lastStartedAtMs = nowMs;
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

  /** Counts all that are out as they stand. Of a trial without room, that decides it. */
  giveUpWaiting(slow: boolean): void {
    while (this.out > 0) this.count(false, slow);
  }
}
