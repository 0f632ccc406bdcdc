import type { Logger } from '@ballast/logging';
import type { Intent, OrderStore } from '../store/order-store.ts';

const withinMs = 2000;

export interface HandOverOptions {
  readonly store: OrderStore;
  readonly logger: Logger;
}

/** What a call could not finish, and why. */
export interface Unfinished {
  readonly intent: Intent;
  readonly intentId: bigint;
  readonly orderId: string;
  readonly error: unknown;
}

/**
 * Leaves the rest to the relay, at once. Nobody waits for that: the caller gets its answer, and
 * where even this fails, the relay finds the intent when its hold ends.
 */
export function handOver(
  { store, logger }: HandOverOptions,
  { intent, intentId, orderId, error }: Unfinished,
): void {
  logger.info({ orderId, intent, error }, 'left to the relay');
  store.handOver(intent, intentId, { timeLeftMs: withinMs }).catch((failure: unknown) => {
    logger.info({ orderId, intent, error: failure }, 'the relay takes it up when its hold ends');
  });
}
