/** Calm: whatever comes is served, up to the greatest limit. */
export type Overload =
  | { readonly kind: 'calm' }
  | {
      readonly kind: 'shedding';
      readonly sinceMs: number;
      /** What made it so. */
      readonly cause: 'queue' | 'event loop';
    };

const CALM: Overload = { kind: 'calm' };

/** What is known when a call comes or goes. */
export interface LoadSigns {
  readonly isQueueStanding: boolean;
  /** What comes can be served, all of it. */
  readonly isServable: boolean;
  /** For how long the event loop has had no time to spare, in milliseconds. */
  readonly loopBusyMs: number;
}

/**
 * Tells a burst from an overload: more calls than the limit, or a busy event loop, are one only when
 * that has lasted for a whole interval. It ends when all that comes could be served, or when for a
 * while nobody was refused.
 */
export class OverloadWatch {
  readonly #busyLoopMs: number;
  readonly #calmAfterMs: number;
  #state: Overload = CALM;
  #refusedMs = -Infinity;

  constructor(options: { readonly busyLoopMs: number; readonly calmAfterMs: number }) {
    this.#busyLoopMs = options.busyLoopMs;
    this.#calmAfterMs = options.calmAfterMs;
  }

  get state(): Overload {
    return this.#state;
  }

  refused(nowMs: number): void {
    this.#refusedMs = nowMs;
  }

  /** A call has come or gone; true where that makes it an overload. */
  observe({ isQueueStanding, isServable, loopBusyMs }: LoadSigns, nowMs: number): boolean {
    if (this.#state.kind === 'shedding') {
      const quietMs = nowMs - Math.max(this.#refusedMs, this.#state.sinceMs);
      const isOver = this.#state.cause === 'queue' && isServable;
      if (isOver || quietMs > this.#calmAfterMs) this.#state = CALM;
      return false;
    }
    const isLoopBusy = loopBusyMs > this.#busyLoopMs;
    if (!isLoopBusy && !isQueueStanding) return false;
    const cause = isLoopBusy ? 'event loop' : 'queue';
    this.#state = { kind: 'shedding', sinceMs: nowMs, cause };
    return true;
  }
}
