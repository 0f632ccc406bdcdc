import type {
  GetStockRequest,
  GetStockResponse,
  ListStockRequest,
  ListStockResponse,
} from '@ballast/contracts';
import type { CallContext } from '@ballast/server';
import { notFound } from '@ballast/status';
import { formatPageToken, parsePageToken } from '../domain/page-token.ts';
import type { StockStore } from '../store/stock-store.ts';
import { toStockMessage } from './to-messages.ts';

const defaultPageSize = 100;

/** GetStock and ListStock. */
export function createReadingHandlers(store: StockStore) {
  return {
    async getStock({ sku }: GetStockRequest, context: CallContext): Promise<GetStockResponse> {
      const stock = await store.findStock(sku, context);
      if (stock === undefined) throw notFound(`no sku ${sku}`, { reason: 'UNKNOWN_SKU' });
      return { stock: toStockMessage(stock) };
    },

    async listStock(request: ListStockRequest, context: CallContext): Promise<ListStockResponse> {
      const afterSku = parsePageToken(request.pageToken);
      const pageSize = request.pageSize === 0 ? defaultPageSize : request.pageSize;
      // One more than the page tells whether there is a next one.
      const found = await store.listStock({ afterSku, limit: pageSize + 1 }, context);
      const page = found.slice(0, pageSize);
      const last = found.length > pageSize ? page.at(-1) : undefined;
      return {
        stock: page.map(toStockMessage),
        nextPageToken: last === undefined ? '' : formatPageToken(last.sku),
      };
    },
  };
}
