import { isStatusError } from '@ballast/status';
import { limitCall } from '../database/call-limits.ts';
import { retryDelayMs } from '../database/retry-delay.ts';
import { completeMessage, postponeMessage, type OutboxMessage } from './outbox-queue.ts';
import type { ResolvedRelayOptions } from './relay-options.ts';

/** A handler's share of the lease: what is left over is for taking the message out before the lease ends. */
const HANDLER_SHARE = 0.9;
const BOOKKEEPING_WITHIN_MS = 5_000;
const LOUD_FROM_ATTEMPT = 5;

/**
 * Delivers one leased message and writes down how that went. Never rejects: where that cannot be written down, the lease
 * ends by itself and the message comes again.
 *
 * @returns true when something became due: the next message of the key, or this one again in a moment.
 */
export async function deliverMessage<Tables>(
  message: OutboxMessage,
  lease: string,
  options: ResolvedRelayOptions<Tables>,
  stopping: AbortSignal,
): Promise<boolean> {
  const { database, logger } = options;
  const about = {
    topic: message.topic,
    key: message.key,
    id: message.id,
    attempt: message.attempt,
  };
  try {
    const failure = await runHandler(message, options, stopping);
    if (failure === undefined) {
      const { kept, promoted } = await database.read({ timeLeftMs: BOOKKEEPING_WITHIN_MS }, (db) =>
        completeMessage(db, message.id, lease),
      );
      if (!kept) logger.debug(about, 'outbox message was taken out or over by another');
      return promoted;
    }
    const delayMs = stopping.aborted ? 0 : postponeByMs(message.attempt, failure.error, options);
    const level = message.attempt < LOUD_FROM_ATTEMPT ? 'info' : 'warn';
    logger[level]({ ...about, delayMs, error: failure.error }, 'outbox message not delivered yet');
    const error = String(failure.error).slice(0, 500);
    await database.read({ timeLeftMs: BOOKKEEPING_WITHIN_MS }, (db) =>
      postponeMessage(db, { id: message.id, lease, delayMs, error }),
    );
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

function postponeByMs<Tables>(
  attempt: number,
  error: unknown,
  { retryFirstMs, retryLongestMs }: ResolvedRelayOptions<Tables>,
): number {
  const ownMs = retryDelayMs(attempt, { firstMs: retryFirstMs, longestMs: retryLongestMs });
  return isStatusError(error) ? Math.max(ownMs, error.retryDelayMs ?? 0) : ownMs;
}
