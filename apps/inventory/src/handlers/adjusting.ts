import type { AdjustStockRequest, AdjustStockResponse } from '@ballast/contracts';
import type { CallContext } from '@ballast/server';
import type { StockStore } from '../store/stock-store.ts';
import { toStockMessage } from './to-messages.ts';

/**
 * AdjustStock. Each adjustment is a transaction of its own and answered before the next is read:
 * an answer says that this one was made, and a call that breaks leaves at most one unanswered.
 */
export function createAdjustingHandlers(store: StockStore) {
  return {
    async *adjustStock(
      requests: AsyncIterable<AdjustStockRequest>,
      context: CallContext,
    ): AsyncGenerator<AdjustStockResponse> {
      for await (const { sku, delta } of requests) {
        const adjustment = await store.adjust(sku, delta, context);
        yield adjustment.kind === 'adjusted'
          ? { outcome: { $case: 'adjusted', value: toStockMessage(adjustment.stock) } }
          : { outcome: { $case: 'refused', value: { sku, reason: adjustment.reason } } };
      }
    },
  };
}
