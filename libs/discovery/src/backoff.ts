// Exponential back-off with full jitter: the wait is drawn from the whole of [0, ceiling], which
// spreads a crowd of clients best (AWS Architecture Blog, "Exponential Backoff And Jitter").

export interface Backoff {
  /** Waits, longer each time; at least `atLeastMs`. Resolves early when cancelled. */
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
}

export function createBackoff({
  initialMs = 200,
  maxMs = 30_000,
  random,
}: BackoffOptions): Backoff {
  let ceilingMs = initialMs;
  let wake: () => void = () => undefined;
  return {
    wait: (atLeastMs = 0) => {
      const delayMs = Math.max(atLeastMs, random() * ceilingMs);
      ceilingMs = Math.min(maxMs, ceilingMs * 2);
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, delayMs);
        timer.unref();
        wake = () => {
          clearTimeout(timer);
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
