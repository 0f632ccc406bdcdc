import type { CancelOrderRequest, CancelOrderResponse } from '@ballast/contracts';
import type { Logger } from '@ballast/logging';
import type { CallContext } from '@ballast/server';
import { failedPrecondition } from '@ballast/status';
import { cancel } from '../domain/transitions.ts';
import { limitBudget } from '../saga/budget.ts';
import { handOver } from '../saga/hand-over.ts';
import type { Saga } from '../saga/saga.ts';
import type { OrderStore } from '../store/order-store.ts';
import { findKnownOrder } from './find-known-order.ts';
import { toOrderMessage } from './to-messages.ts';

export interface CancellingOptions {
  readonly store: OrderStore;
  readonly saga: Saga;
  readonly logger: Logger;
  /** How long a call waits for the stock to be given back, in milliseconds. */
  readonly placeBudgetMs: number;
}

/**
 * CancelOrder. The order is cancelled once that is written, together with the intent to give its
 * stock back; that is then done by this call or without it.
 */
export function createCancellingHandlers(options: CancellingOptions) {
  const { store, saga, logger, placeBudgetMs } = options;
  return {
    async cancelOrder(
      { orderId }: CancelOrderRequest,
      context: CallContext,
    ): Promise<CancelOrderResponse> {
      for (;;) {
        const order = await findKnownOrder(store, orderId, context);
        if (order.state === 'CANCELLED') return { order: toOrderMessage(order) };
        if (order.state !== 'CONFIRMED') {
          throw failedPrecondition(`order ${orderId} is ${order.state}, not CONFIRMED`, {
            reason: 'NOT_CANCELLABLE',
            metadata: { orderId, state: order.state },
          });
        }
        const cancelled = cancel(order);
        const intentId = await store.cancel(cancelled, context);
        // Another call was faster: see what it made of the order.
        if (intentId === undefined) continue;
        try {
          const budget = limitBudget(context, placeBudgetMs);
          await saga.release(orderId, budget);
          await store.complete('order.release', intentId, budget);
        } catch (error) {
          handOver({ store, logger }, { intent: 'order.release', intentId, orderId, error });
        }
        return { order: toOrderMessage(cancelled) };
      }
    },
  };
}
