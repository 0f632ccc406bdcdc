import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** Give up after so long. Default 20 000. */
  readonly timeoutMs?: number;
  /** Look again after so long. Default 50. */
  readonly pollMs?: number;
}

/**
 * Looks until there is something to see: the one place where this suite polls, for what has no event
 * to wait for.
 *
 * @param what completes the sentence "timed out waiting until …".
 * @param look undefined means not yet; a throw means not yet, and is told when time is out.
 */
export async function waitUntil<T>(
  what: string,
  look: () => Promise<T | undefined>,
  options: WaitOptions = {},
): Promise<T> {
  const { timeoutMs = 20_000, pollMs = 50 } = options;
  const endMs = performance.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= endMs) {
      throw new Error(`timed out after ${timeoutMs} ms waiting until ${what}`, { cause });
    }
    await delay(pollMs);
  }
}
