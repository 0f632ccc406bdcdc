import { Code, isStatusError } from '@ballast/status';
import type { Logger } from '@ballast/logging';
import { backoffMs } from '../upstream/backoff.ts';
import { pause } from '../upstream/pause.ts';

/** How a watch is kept up. */
export interface WatchAgainOptions {
  /** Ends the watch. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /**
   * `until-final`: an end without an error is the end, and so is an error that asking again
   * cannot mend. `for-ever`: both are interruptions like any other.
   */
  readonly lasts: 'until-final' | 'for-ever';
}

const backoff = { baseMs: 100, maxMs: 2000 };

/** What asking again cannot mend. */
const finalCodes: ReadonlySet<Code> = new Set([
  Code.INVALID_ARGUMENT,
  Code.NOT_FOUND,
  Code.PERMISSION_DENIED,
  Code.UNAUTHENTICATED,
  Code.UNIMPLEMENTED,
  Code.FAILED_PRECONDITION,
  Code.OUT_OF_RANGE,
]);

/**
 * Watches through whatever happens to the watched replica: where it drains or dies, `watch`
 * is called again, at once the first time and with back-off after that. `watch` must ask for
 * what comes after the last item seen.
 *
 * @throws StatusError with `until-final`, where asking again cannot mend it (NOT_FOUND …).
 */
export async function* watchAgain<T>(
  watch: () => AsyncIterable<T>,
  { signal, logger, lasts }: WatchAgainOptions,
): AsyncGenerator<T, void, void> {
  for (let failures = 0; !signal.aborted;) {
    let waitMs = 0;
    try {
      for await (const item of watch()) {
        failures = 0;
        yield item;
      }
      if (lasts === 'until-final') return;
    } catch (error) {
      if (signal.aborted) return;
      if (lasts === 'until-final' && isFinal(error)) throw error;
      logger.info({ error: String(error), failures }, 'a watch was interrupted');
      if (isStatusError(error)) waitMs = error.retryDelayMs ?? 0;
    }
    waitMs = Math.max(waitMs, failures === 0 ? 0 : backoffMs(failures, backoff));
    failures += 1;
    await pause(waitMs, signal);
  }
}

function isFinal(error: unknown): boolean {
  return isStatusError(error) && finalCodes.has(error.code);
}
