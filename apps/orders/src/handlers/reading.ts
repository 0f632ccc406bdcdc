import type {
  GetOrderRequest,
  GetOrderResponse,
  ListOrdersRequest,
  ListOrdersResponse,
} from '@ballast/contracts';
import type { CallContext } from '@ballast/server';
import { formatPageToken, parsePageToken } from '../domain/page-token.ts';
import type { OrderStore } from '../store/order-store.ts';
import { findKnownOrder } from './find-known-order.ts';
import { toOrderMessage } from './to-messages.ts';

const defaultPageSize = 20;

/** GetOrder and ListOrders. */
export function createReadingHandlers(store: OrderStore) {
  return {
    async getOrder({ orderId }: GetOrderRequest, context: CallContext): Promise<GetOrderResponse> {
      return { order: toOrderMessage(await findKnownOrder(store, orderId, context)) };
    },

    async listOrders(
      request: ListOrdersRequest,
      context: CallContext,
    ): Promise<ListOrdersResponse> {
      const { customerId } = request;
      const after = parsePageToken(request.pageToken);
      const pageSize = request.pageSize === 0 ? defaultPageSize : request.pageSize;
      // One more than the page tells whether there is a next one.
      const found = await store.list({ customerId, after, limit: pageSize + 1 }, context);
      const page = found.slice(0, pageSize);
      const last = found.length > pageSize ? page.at(-1) : undefined;
      return {
        orders: page.map(toOrderMessage),
        nextPageToken: last === undefined ? '' : formatPageToken(last),
      };
    },
  };
}
