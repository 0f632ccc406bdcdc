import type { Stock } from './stock.ts';

/**
 * Puts what one watcher is told in order: the first state of each sku as it was read, then every
 * later version once, none left out. The event log is read behind transactions that still run, so
 * two changes of a sku can arrive the wrong way round, and changes that the first state already
 * holds arrive again.
 */
export interface StockFeed {
  /** Takes the state of a sku as first read; changes up to its version are then skipped. */
  begin(stock: Stock): void;
  /** Takes a change from the log; returns what can now be told, oldest first. */
  accept(stock: Stock): Stock[];
}

export function createStockFeed(): StockFeed {
  // The version told last, and what came too early for it; a sku that is new starts at version 1.
  const told = new Map<string, bigint>();
  const early = new Map<string, Map<bigint, Stock>>();

  return {
    begin(stock) {
      told.set(stock.sku, stock.version);
    },
    accept(stock) {
      const { sku } = stock;
      let last = told.get(sku) ?? 0n;
      if (stock.version <= last) return [];
      const waiting = early.get(sku) ?? new Map<bigint, Stock>();
      waiting.set(stock.version, stock);
      const ready: Stock[] = [];
      for (let next = waiting.get(last + 1n); next; next = waiting.get(last + 1n)) {
        waiting.delete(next.version);
        ready.push(next);
        last = next.version;
      }
      told.set(sku, last);
      if (waiting.size > 0) early.set(sku, waiting);
      else early.delete(sku);
      return ready;
    },
  };
}
