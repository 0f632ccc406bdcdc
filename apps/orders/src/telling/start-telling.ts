import type { Logger } from '@ballast/logging';
import { Code, isStatusError } from '@ballast/status';
import { backOffMs } from './back-off.ts';
import type { ToldChange, ToldCursor } from './told-cursor.ts';
import { createWakeUp } from './wake-up.ts';

export interface TellingOptions {
  readonly cursor: ToldCursor;
  /** Tells a listener of changes; telling them again must change nothing. */
  readonly tell: (changes: readonly ToldChange[], signal: AbortSignal) => Promise<void>;
  /** Calls back when something has happened; a call may be lost. @returns ends it. */
  readonly onChange: (wake: () => void) => () => void;
  readonly logger: Logger;
  /** The longest wait before another attempt, in milliseconds. */
  readonly tellRetryLongestMs: number;
  /** Between two looks without having been woken, in milliseconds. Default 1000. */
  readonly pollMs?: number;
  /** Between two batches, so that what comes in a crowd is told together, in ms. Default 100. */
  readonly restMs?: number;
  /** How long a process that has died keeps the others from telling, in ms. Default 10 000. */
  readonly holdMs?: number;
}

/** Tells a listener in the background. */
export interface Telling {
  /** Breaks off what is under way, gives the cursor back and waits for that. */
  stop(): Promise<void>;
}

const changesPerBatch = 500;
const databaseMs = 5000;

/**
 * Tells a listener of every change of every order, each at least once, in batches, from a cursor in
 * the database. No request waits for it or knows of it, it has one call under way at most, and a
 * listener that is away or hangs costs an attempt now and then.
 *
 * A change that the listener will never take (INVALID_ARGUMENT) is left out, loudly: it would hold up
 * all that come after it.
 */
export function startTelling(options: TellingOptions): Telling {
  const { cursor, logger, tellRetryLongestMs } = options;
  const { pollMs = 1000, restMs = 100, holdMs = 10_000 } = options;
  const call = { timeLeftMs: databaseMs };
  const { wake, wait } = createWakeUp();
  const pause = createWakeUp();
  const stopping = new AbortController();
  const { signal } = stopping;
  let holdEndMs = -Infinity;
  let failures = 0;
  let limit = changesPerBatch;

  /** Renewed at half its time: a batch and its database calls then fit into what is left. */
  const hold = async (): Promise<boolean> => {
    const nowMs = performance.now();
    if (nowMs < holdEndMs - holdMs / 2) return true;
    const isHeld = await cursor.hold(holdMs, call);
    holdEndMs = isHeld ? nowMs + holdMs : -Infinity;
    return isHeld;
  };

  /** One look. @returns how long to wait; `canWake` where a change ends that. */
  const look = async (): Promise<{ readonly waitMs: number; readonly canWake: boolean }> => {
    if (!(await hold())) return { waitMs: holdMs / 2, canWake: false };
    const changes = await cursor.read(limit, call);
    const last = changes.at(-1);
    if (last === undefined) return { waitMs: pollMs, canWake: true };
    try {
      await options.tell(changes, signal);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      limit = 1;
      if (changes.length > 1) return { waitMs: 0, canWake: false };
      logger.error({ orderId: last.orderId, error }, 'a change is left out: nobody takes it');
    }
    if (!(await cursor.advance(last.position, call))) holdEndMs = -Infinity;
    const isMore = changes.length === limit;
    limit = Math.min(changesPerBatch, limit * 2);
    return { waitMs: isMore ? 0 : restMs, canWake: false };
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const { waitMs, canWake } = await look();
        if (failures > 0) logger.info({ failures }, 'order changes are told again');
        failures = 0;
        await (canWake ? wait(waitMs) : pause.wait(waitMs));
      } catch (error) {
        if (signal.aborted) break;
        failures += 1;
        if (failures === 1) logger.warn({ error }, 'order changes are told later');
        await pause.wait(backOffMs(failures, { firstMs: 100, longestMs: tellRetryLongestMs }));
      }
    }
    await cursor.release(call).catch(() => undefined);
  };
  const unsubscribe = options.onChange(wake);
  const running = run();

  return {
    async stop() {
      unsubscribe();
      stopping.abort();
      wake();
      pause.wake();
      await running;
    },
  };
}

function isRefusal(error: unknown): boolean {
  return isStatusError(error) && error.code === Code.INVALID_ARGUMENT;
}
