import { silentLogger, type Logger } from '@ballast/logging';
import type { CallOptions } from '../database/call-limits.ts';
import type { Database } from '../database/database.ts';
import type { OutboxMessage } from './outbox-queue.ts';

/**
 * Delivers one message; the message is out once it resolves, and comes again later when it rejects.
 * May run more than once for one message: what it does must be idempotent. `signal` is aborted, and
 * `timeLeftMs` is 0, shortly before the lease ends, and when the relay stops.
 *
 * (A method's type, because TypeScript lets a method take a narrower message:
 * `OutboxMessage<Intent>`.)
 */
export type OutboxHandler = {
  deliver(message: OutboxMessage, context: OutboxContext): Promise<void>;
}['deliver'];

export interface OutboxContext extends CallOptions {
  readonly signal: AbortSignal;
  readonly timeLeftMs: () => number;
}

export interface OutboxRelayOptions<Tables> {
  readonly database: Database<Tables>;
  /** What to do with the messages of each topic; those of other topics are left alone. */
  readonly handlers: Readonly<Record<string, OutboxHandler>>;
  readonly logger?: Logger;
  /** Messages under way at once, 1 or more; never two of one key. Default 8. */
  readonly concurrency?: number;
  /**
   * For how long a message belongs to the relay that took it, in milliseconds, 100 or more: a
   * handler has nine tenths of it, and after a crash another relay takes over when it ends. Default
   * 30 000.
   */
  readonly leaseMs?: number;
  /** How often to look without having been woken, in milliseconds, 10 or more. Default 1000. */
  readonly pollMs?: number;
  /**
   * Wait before the second attempt, in milliseconds, 1 or more; doubles from attempt to attempt.
   * Default 100.
   */
  readonly retryFirstMs?: number;
  /** Longest wait between attempts, in milliseconds, `retryFirstMs` or more. Default 30 000. */
  readonly retryLongestMs?: number;
  /**
   * On stop, how long handlers may go on before their signal is aborted, in milliseconds, 0 or
   * more. Default 2000.
   */
  readonly stopGraceMs?: number;
}

export type ResolvedRelayOptions<Tables> = Required<OutboxRelayOptions<Tables>>;

/** @throws RangeError that names the option, the rule and the value. */
export function resolveRelayOptions<Tables>(
  options: OutboxRelayOptions<Tables>,
): ResolvedRelayOptions<Tables> {
  const resolved: ResolvedRelayOptions<Tables> = {
    ...options,
    logger: options.logger ?? silentLogger,
    concurrency: options.concurrency ?? 8,
    leaseMs: options.leaseMs ?? 30_000,
    pollMs: options.pollMs ?? 1_000,
    retryFirstMs: options.retryFirstMs ?? 100,
    retryLongestMs: options.retryLongestMs ?? 30_000,
    stopGraceMs: options.stopGraceMs ?? 2_000,
  };
  const least = {
    concurrency: 1,
    leaseMs: 100,
    pollMs: 10,
    retryFirstMs: 1,
    retryLongestMs: resolved.retryFirstMs,
    stopGraceMs: 0,
  };
  for (const [name, minimum] of Object.entries(least)) {
    const value = resolved[name as keyof typeof least];
    if (!Number.isInteger(value) || value < minimum) {
      throw new RangeError(
        `outboxRelay.${name} must be an integer of ${minimum} or more, got ${value}`,
      );
    }
  }
  return resolved;
}
