import { setTimeout as delay } from 'node:timers/promises';
import { isStatusError } from '@ballast/status';
import type { Kysely } from 'kysely';
import { limitCall } from '../database/call-limits.ts';
import { retryDelayMs } from '../database/retry-delay.ts';
import { completeMessage, postponeMessage, type OutboxMessage } from './outbox-queue.ts';
import type { ResolvedRelayOptions } from './relay-options.ts';

/**
 * A handler's share of the lease: what is left over is for taking the message out before the lease
 * ends.
 */
const HANDLER_SHARE = 0.9;
const BOOKKEEPING = { firstMs: 50, longestMs: 1_000 };
const LOUD_FROM_ATTEMPT = 5;

/**
 * Delivers one leased message and writes down how that went. Never rejects: where that cannot be
 * written down while the lease lasts, the message comes again.
 *
 * @returns true when something became due: the next message of the key, or this one again in a
 *   moment.
 */
export async function deliverMessage<Tables>(
  message: OutboxMessage,
  lease: string,
  options: ResolvedRelayOptions<Tables>,
  stopping: AbortSignal,
): Promise<boolean> {
  const { logger, leaseMs } = options;
  const { id, topic, key, attempt } = message;
  const about = { topic, key, id, attempt };
  const leaseEnd = performance.now() + leaseMs;
  const failure = await runHandler(message, options, stopping);
  try {
    if (failure === undefined) {
      const { kept, promoted } = await writeDown(options, leaseEnd, (db) =>
        completeMessage(db, id, lease),
      );
      if (!kept) logger.debug(about, 'outbox message was taken out or over by another');
      return promoted;
    }
    const delayMs = stopping.aborted ? 0 : postponeByMs(attempt, failure.error, options);
    const level = attempt < LOUD_FROM_ATTEMPT ? 'info' : 'warn';
    logger[level]({ ...about, delayMs, error: failure.error }, 'outbox message not delivered yet');
    const error = String(failure.error).slice(0, 500);
    await writeDown(options, leaseEnd, (db) => postponeMessage(db, { id, lease, delayMs, error }));
    return true;
  } catch (error) {
    logger.warn({ ...about, error }, 'outbox message comes again when its lease ends');
    return false;
  }
}

async function runHandler<Tables>(
  message: OutboxMessage,
  { handlers, leaseMs }: ResolvedRelayOptions<Tables>,
  stopping: AbortSignal,
): Promise<{ readonly error: unknown } | undefined> {
  using limits = limitCall({ signal: stopping, timeLeftMs: leaseMs * HANDLER_SHARE });
  try {
    await handlers[message.topic]?.(message, {
      signal: limits.signal ?? stopping,
      timeLeftMs: () => (stopping.aborted ? 0 : limits.timeLeftMs()),
    });
    return undefined;
  } catch (error) {
    return { error };
  }
}

/**
 * Tries while the lease lasts: a database that restarts must not hold a delivered message's key up
 * until its end.
 */
async function writeDown<Tables, R>(
  { database }: ResolvedRelayOptions<Tables>,
  leaseEnd: number,
  work: (db: Kysely<Tables>) => Promise<R>,
): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    const leftMs = leaseEnd - performance.now();
    try {
      return await database.read({ timeLeftMs: leftMs }, work);
    } catch (error) {
      const pauseMs = retryDelayMs(attempt, BOOKKEEPING);
      if (!isStatusError(error) || pauseMs >= leftMs) throw error;
      await delay(pauseMs);
    }
  }
}

function postponeByMs<Tables>(
  attempt: number,
  error: unknown,
  { retryFirstMs, retryLongestMs }: ResolvedRelayOptions<Tables>,
): number {
  const ownMs = retryDelayMs(attempt, { firstMs: retryFirstMs, longestMs: retryLongestMs });
  return isStatusError(error) ? Math.max(ownMs, error.retryDelayMs ?? 0) : ownMs;
}
