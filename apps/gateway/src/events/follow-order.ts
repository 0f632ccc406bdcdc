import type { WatchOrderResponse } from '@ballast/contracts';
import type { Logger } from '@ballast/logging';
import type { Services } from '../upstream/services.ts';
import { watchAgain } from './watch-again.ts';

/** Which order to follow, and from where. */
export interface FollowOrderOptions {
  readonly orders: Services['orders'];
  readonly orderId: string;
  /** The last sequence number that the browser has seen; 0 for none. */
  readonly afterSequence: bigint;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * Every change of an order after `afterSequence`, each once and in order, whatever replica
 * dies meanwhile. Ends when the order can change no more.
 */
export async function* followOrder(
  options: FollowOrderOptions,
): AsyncGenerator<WatchOrderResponse, void, void> {
  const { orders, orderId, signal, logger } = options;
  let last = options.afterSequence;
  const watch = (): AsyncIterable<WatchOrderResponse> =>
    orders.watchOrder({ orderId, afterSequence: last }, { signal });
  for await (const change of watchAgain(watch, { signal, logger, lasts: 'until-final' })) {
    if (change.sequence <= last) continue;
    last = change.sequence;
    yield change;
  }
}
