import { createEventLog } from '@ballast/persistence';
import type { Database, LogEvent } from '@ballast/persistence';
import type { Logger } from '@ballast/logging';
import type { Stock } from '../domain/stock.ts';
import { stockStream, toChangedStock } from './journal.ts';
import type { StockPayload } from './journal.ts';
import type { StockChanges } from './stock-store.ts';
import type { InventoryTables } from './tables.ts';

/** Changes of stock from the event log, which `journal` writes. */
export function createStockChanges(options: {
  readonly database: Database<InventoryTables>;
  readonly logger: Logger;
  /** How late a change may be told when hints are lost, in milliseconds. Default 500. */
  readonly pollMs?: number;
}): StockChanges {
  const { database } = options;
  const log = createEventLog<StockPayload, InventoryTables>({ ...options, stream: stockStream });
  return {
    follow(signal) {
      const events = log.follow({ signal });
      return {
        get ready() {
          return events.ready;
        },
        [Symbol.asyncIterator]: () => stocksOf(events),
      };
    },
    followSku: (sku, afterVersion, signal) =>
      stocksOf(log.follow({ key: sku, afterSequence: afterVersion, signal })),
    trim: (olderThanMs, call) => database.read(call, (db) => log.trim(db, { olderThanMs })),
  };
}

async function* stocksOf(events: AsyncIterable<LogEvent<StockPayload>>): AsyncGenerator<Stock> {
  for await (const event of events) yield toChangedStock(event);
}
