import type { Stock } from '@ballast/contracts';
import type { Logger } from '@ballast/logging';
import { toProductEventJson } from '../json/products.ts';
import type { Services } from '../upstream/services.ts';
import { formatEvent } from './event-stream.ts';
import { watchAgain } from './watch-again.ts';

/** The latest known state of one sku, ready to be sent. */
export interface StockEvent {
  readonly sku: string;
  readonly version: bigint;
  readonly text: string;
}

export type StockListener = (event: StockEvent) => void;

/** A watch of the whole stock that runs until it is stopped. */
export interface StockWatch {
  /** The present state of every sku. */
  readonly latest: ReadonlyMap<string, StockEvent>;
  /** Who is told of each change. */
  readonly listeners: Set<StockListener>;
  /** Settles when `latest` holds the present state; rejects when inventory cannot be asked. */
  readonly ready: Promise<void>;
  stop(): void;
}

/** What a watch needs. */
export interface StockWatchOptions {
  readonly inventory: Services['inventory'];
  readonly logger: Logger;
  /** How long a page of the stock may take, in milliseconds. */
  readonly timeoutMs: number;
}

const pageSize = 1000;

export function startStockWatch(options: StockWatchOptions): StockWatch {
  const { inventory, logger } = options;
  const latest = new Map<string, StockEvent>();
  const listeners = new Set<StockListener>();
  const stopped = new AbortController();
  const { signal } = stopped;

  const follow = async (): Promise<void> => {
    const watch = (): AsyncIterable<{ readonly stock?: Stock | undefined }> =>
      inventory.watchStock({ skus: [] }, { signal });
    for await (const { stock } of watchAgain(watch, { signal, logger, lasts: 'for-ever' })) {
      if (stock === undefined) continue;
      const known = latest.get(stock.sku);
      if (known !== undefined && stock.version <= known.version) continue;
      const event = toStockEvent(stock);
      latest.set(stock.sku, event);
      for (const listener of listeners) listener(event);
    }
  };

  const ready = loadPresent(options, latest, signal);
  const report = (error: unknown): void => {
    logger.error({ error: String(error) }, 'the stock is watched no more');
  };
  // Who waits for `ready` hears of its failure there.
  void ready.then(
    () => follow().catch(report),
    () => undefined,
  );
  return { latest, listeners, ready, stop: () => stopped.abort() };
}

/** Reads the stock as it is: what the watch then tells again is known, and no change. */
async function loadPresent(
  { inventory, timeoutMs }: StockWatchOptions,
  latest: Map<string, StockEvent>,
  signal: AbortSignal,
): Promise<void> {
  let pageToken = '';
  do {
    const page = await inventory.listStock({ pageSize, pageToken }, { signal, timeoutMs });
    for (const stock of page.stock) latest.set(stock.sku, toStockEvent(stock));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
}

function toStockEvent(stock: Stock): StockEvent {
  return {
    sku: stock.sku,
    version: stock.version,
    text: formatEvent({
      event: 'stock',
      id: `${stock.sku}:${stock.version}`,
      data: toProductEventJson(stock),
    }),
  };
}
