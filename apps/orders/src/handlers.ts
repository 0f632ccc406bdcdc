import type { CancellingOptions } from './handlers/cancelling.ts';
import { createCancellingHandlers } from './handlers/cancelling.ts';
import type { PlacingOptions } from './handlers/placing.ts';
import { createPlacingHandlers } from './handlers/placing.ts';
import { createReadingHandlers } from './handlers/reading.ts';
import { createWatchingHandlers } from './handlers/watching.ts';

/** The methods of OrdersService, by kind of work. */
export function createOrdersHandlers(options: PlacingOptions & CancellingOptions) {
  return {
    ...createPlacingHandlers(options),
    ...createReadingHandlers(options.store),
    ...createCancellingHandlers(options),
    ...createWatchingHandlers(options.store),
  };
}
