import type { OutcomeCounts } from '../src/index.ts';

interface Ended {
  readonly atMs: number;
  readonly failed: boolean;
  readonly slow: boolean;
}

/**
 * The reference: every call with its own time, counted anew at every question. It knows of the ring
 * only what is promised: that a window reaches back `windowMs`, less the part of a 32nd that the
 * current step has not used yet.
 */
export class ExactWindow {
  windowMs: number;
  private ended: Ended[] = [];

  constructor(windowMs: number) {
    this.windowMs = windowMs;
  }

  record(atMs: number, failed: boolean, slow: boolean): void {
    this.ended.push({ atMs, failed, slow });
  }

  clear(): void {
    this.ended = [];
  }

  /** From when on calls count, seen from `nowMs`. */
  beginsAtMs(nowMs: number): number {
    const stepMs = this.windowMs / 32;
    const sinceStepMs = nowMs - Math.floor(nowMs / stepMs) * stepMs;
    return nowMs - sinceStepMs - this.windowMs + stepMs;
  }

  countSince(beginsAtMs: number): OutcomeCounts {
    // What is older than any window may be forgotten: the trace goes on for long.
    this.ended = this.ended.filter(({ atMs }) => atMs >= beginsAtMs - this.windowMs);
    const within = this.ended.filter(({ atMs }) => atMs >= beginsAtMs);
    return {
      total: within.length,
      failed: within.filter(({ failed }) => failed).length,
      slow: within.filter(({ slow }) => slow).length,
    };
  }
}
