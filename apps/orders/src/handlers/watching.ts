import type { WatchOrderRequest, WatchOrderResponse } from '@ballast/contracts';
import type { CallContext } from '@ballast/server';
import { linkActiveSpan } from '@ballast/tracing';
import { isFinal } from '../domain/order.ts';
import type { OrderStore } from '../store/order-store.ts';
import { findKnownOrder } from './find-known-order.ts';
import { toChangeMessage } from './to-messages.ts';

/**
 * WatchOrder. Any replica serves it, and any other goes on from the last sequence number. It ends
 * after REJECTED or CANCELLED; a CONFIRMED order may still be cancelled, so its stream stays open.
 */
export function createWatchingHandlers(store: OrderStore) {
  return {
    async *watchOrder(
      { orderId, afterSequence }: WatchOrderRequest,
      context: CallContext,
    ): AsyncGenerator<WatchOrderResponse> {
      const order = await findKnownOrder(store, orderId, context);
      if (isFinal(order.state) && afterSequence >= order.sequence) return;
      for await (const change of store.follow(orderId, afterSequence, context.signal)) {
        linkActiveSpan(change.trace);
        yield toChangeMessage(change);
        if (isFinal(change.state)) return;
      }
    },
  };
}
