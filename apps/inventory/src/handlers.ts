import type { StockChanges, StockStore } from './store/stock-store.ts';
import { createAdjustingHandlers } from './handlers/adjusting.ts';
import { createImportingHandlers } from './handlers/importing.ts';
import { createReadingHandlers } from './handlers/reading.ts';
import { createReservationHandlers } from './handlers/reservations.ts';
import { createWatchingHandlers } from './handlers/watching.ts';

export interface InventoryOptions {
  readonly store: StockStore;
  readonly changes: StockChanges;
  /** How long stock is held where the caller does not say, in milliseconds. */
  readonly reservationTtlMs: number;
}

/** The methods of InventoryService, by kind of work. */
export function createInventoryHandlers({ store, changes, reservationTtlMs }: InventoryOptions) {
  return {
    ...createReadingHandlers(store),
    ...createReservationHandlers({ store, defaultTtlMs: reservationTtlMs }),
    ...createWatchingHandlers({ store, changes }),
    ...createImportingHandlers(store),
    ...createAdjustingHandlers(store),
  };
}
