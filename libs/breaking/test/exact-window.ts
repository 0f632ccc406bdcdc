import type { OutcomeCounts } from '../src/index.ts';

/**
 * The reference: every call with its own time, counted anew at every question. It knows of the ring
 * only what is promised: that a window reaches back `windowMs`, less what the current 32nd of it has
 * not used yet.
 */
export class ExactWindow {
  private readonly windowMs: number;
  private endedAtMs: number[] = [];
  private failed: boolean[] = [];
  private slow: boolean[] = [];

  constructor(windowMs: number) {
    this.windowMs = windowMs;
  }

  record(atMs: number, failed: boolean, slow: boolean): void {
    this.endedAtMs.push(atMs);
    this.failed.push(failed);
    this.slow.push(slow);
  }

  clear(): void {
    this.endedAtMs = [];
    this.failed = [];
    this.slow = [];
  }

  /** From when on calls count, seen from `nowMs`. */
  beginsAtMs(nowMs: number): number {
    const stepMs = this.windowMs / 32;
    const thisStepMs = nowMs - Math.floor(nowMs / stepMs) * stepMs;
    return nowMs - thisStepMs - this.windowMs + stepMs;
  }

  countSince(beginsAtMs: number): OutcomeCounts {
    let [total, failed, slow] = [0, 0, 0];
    for (let i = this.endedAtMs.length - 1; i >= 0 && this.endedAtMs[i]! >= beginsAtMs; i--) {
      total++;
      if (this.failed[i]!) failed++;
      if (this.slow[i]!) slow++;
    }
    return { total, failed, slow };
  }
}
