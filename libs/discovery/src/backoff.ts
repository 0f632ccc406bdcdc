// Exponential back-off with full jitter: the wait is drawn from the whole of [0, ceiling], which
// spreads a crowd of clients best (AWS Architecture Blog, "Exponential Backoff And Jitter").
import { systemClock, type Clock } from './clock.ts';

export interface Backoff {
  /**
   * Waits, longer each time; `atLeastMs` comes on top, because all who were told the same
   * Retry-After would otherwise come back together. Resolves early when cancelled.
   */
  wait(atLeastMs?: number): Promise<void>;
  /** The next wait is a first one again. */
  reset(): void;
  cancel(): void;
}

export interface BackoffOptions {
  /** The first ceiling, in milliseconds. Default 200. */
  readonly initialMs?: number;
  /** The last ceiling, in milliseconds. Default 30000. */
  readonly maxMs?: number;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

export function createBackoff({
  initialMs = 200,
  maxMs = 30_000,
  random,
  clock = systemClock,
}: BackoffOptions): Backoff {
  let ceilingMs = initialMs;
  let wake: () => void = () => undefined;
  return {
    wait: (atLeastMs = 0) => {
      const delayMs = atLeastMs + random() * ceilingMs;
      ceilingMs = Math.min(maxMs, ceilingMs * 2);
      return new Promise((resolve) => {
        const callOff = clock.after(delayMs, resolve);
        wake = () => {
          callOff();
          resolve();
        };
      });
    },
    reset: () => {
      ceilingMs = initialMs;
    },
    cancel: () => wake(),
  };
}
