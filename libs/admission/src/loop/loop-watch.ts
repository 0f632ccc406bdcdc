import { performance } from 'node:perf_hooks';
import { LoopBusy } from './loop-busy.ts';

/** The event loop's idle time since its start, in milliseconds. */
export function readLoopIdleMs(): number {
  return performance.eventLoopUtilization().idle;
}

/** Looks at the event loop once in each turn that has calls; nothing runs while there are none. */
export class LoopWatch {
  readonly #busy = new LoopBusy();
  readonly #readIdleMs: () => number;
  #isTurnSeen = false;
  /** Calls that were let in during this turn: none of them has begun before the last is here. */
  admitted = 0;
  readonly #turnEnded = (): void => void (this.#isTurnSeen = false);

  constructor(readIdleMs: () => number) {
    this.#readIdleMs = readIdleMs;
  }

  /** A call is here. For how long the loop has had no time to spare, in milliseconds. */
  observe(nowMs: number): number {
    if (!this.#isTurnSeen) {
      this.#isTurnSeen = true;
      this.admitted = 0;
      // After this turn's input, before the next one's: it keeps nothing alive for longer.
      setImmediate(this.#turnEnded);
      this.#busy.turn(nowMs, this.#readIdleMs());
    }
    return this.#busy.busyMs(nowMs);
  }
}
