import type { WatchStockRequest, WatchStockResponse } from '@ballast/contracts';
import type { CallContext } from '@ballast/server';
import { isStatusError } from '@ballast/status';
import { isSku } from '../domain/stock.ts';
import type { Stock } from '../domain/stock.ts';
import type { StockChanges, StockStore } from '../store/stock-store.ts';
import { toStockMessage } from './to-messages.ts';

const pageSize = 500;
const catchUpWithinMs = 5000;

export interface WatchingOptions {
  readonly store: StockStore;
  readonly changes: StockChanges;
}

/**
 * WatchStock. The log is followed before the stock is read, and what the reading already held is
 * left out: no change falls in between. A watcher that reads too slowly for the log reads the stock
 * again, and then of each sku the changes that it missed, in their order.
 */
export function createWatchingHandlers(options: WatchingOptions) {
  return {
    async *watchStock(
      { skus }: WatchStockRequest,
      context: CallContext,
    ): AsyncGenerator<WatchStockResponse> {
      const over = new AbortController();
      const signal = AbortSignal.any([context.signal, over.signal]);
      const wanted = skus.length === 0 ? undefined : new Set(skus.filter(isSku));
      try {
        for await (const stock of watch(options, wanted, signal)) {
          yield { stock: toStockMessage(stock) };
        }
      } finally {
        over.abort();
      }
    },
  };
}

async function* watch(
  { store, changes }: WatchingOptions,
  wanted: ReadonlySet<string> | undefined,
  signal: AbortSignal,
): AsyncGenerator<Stock> {
  // The version of each sku that was told last.
  const told = new Map<string, bigint>();
  const noted = (stock: Stock): Stock => {
    told.set(stock.sku, stock.version);
    return stock;
  };
  while (!signal.aborted) {
    const following = changes.follow(signal);
    await following.ready;
    for await (const stock of currentStock(store, wanted, signal)) {
      const last = told.get(stock.sku);
      const news = last === undefined ? [stock] : missedChanges(changes, stock, last, signal);
      for await (const missed of news) yield noted(missed);
    }
    try {
      for await (const stock of following) {
        const isWanted = wanted === undefined || wanted.has(stock.sku);
        if (isWanted && stock.version > (told.get(stock.sku) ?? 0n)) yield noted(stock);
      }
    } catch (error) {
      if (!isStatusError(error) || error.reason !== 'EVENTS_MISSED') throw error;
    }
  }
}

async function* currentStock(
  store: StockStore,
  wanted: ReadonlySet<string> | undefined,
  signal: AbortSignal,
): AsyncGenerator<Stock> {
  if (wanted !== undefined) {
    yield* await store.findStocks([...wanted], { signal });
    return;
  }
  for (let afterSku: string | undefined; ;) {
    const page = await store.listStock({ afterSku, limit: pageSize }, { signal });
    yield* page;
    if (page.length < pageSize) return;
    afterSku = page.at(-1)?.sku;
  }
}

/** Every change from the version told last up to the one just read; at least that one. */
async function* missedChanges(
  changes: StockChanges,
  current: Stock,
  last: bigint,
  signal: AbortSignal,
): AsyncGenerator<Stock> {
  let version = last;
  if (version >= current.version) return;
  // The log may have forgotten them all, and would then wait for the next.
  const limit = AbortSignal.any([signal, AbortSignal.timeout(catchUpWithinMs)]);
  for await (const stock of changes.followSku(current.sku, last, limit)) {
    version = stock.version;
    yield stock;
    if (version >= current.version) return;
  }
  if (!signal.aborted) yield current;
}
