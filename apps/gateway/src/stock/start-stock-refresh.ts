import type { Stock } from '@ballast/contracts';
import type { Logger } from '@ballast/logging';
import { backoffMs } from '../upstream/backoff.ts';
import { pause } from '../upstream/pause.ts';
import type { Services } from '../upstream/services.ts';
import type { KnownStock } from './known-stock.ts';

export interface StockRefreshOptions {
  readonly inventory: Services['inventory'];
  readonly known: KnownStock;
  readonly logger: Logger;
  /** Between two readings, in milliseconds; a reading that takes long makes it longer. */
  readonly refreshMs: number;
}

const pageSize = 1000;
/** Of one page. */
const timeoutMs = 2000;
/** More is not kept: a listing that long is not what a shop shows from memory. */
const maxKnown = 50_000;
/** At most a twentieth of the time is spent on reading. */
const restPerReading = 19;

/**
 * Reads the whole stock at the start and again and again, so that there is something to show when
 * inventory is away although nobody has looked before.
 *
 * @returns ends it.
 */
export function startStockRefresh(options: StockRefreshOptions): () => void {
  const { inventory, known, logger, refreshMs } = options;
  const stopped = new AbortController();
  const { signal } = stopped;
  const run = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted;) {
      const beginMs = performance.now();
      try {
        known.learnAll(await readAll(inventory, signal));
        failures = 0;
      } catch (error) {
        failures += 1;
        logger.debug({ error }, 'the stock is remembered as it was');
      }
      const tookMs = performance.now() - beginMs;
      // Hurried only while there is nothing to show.
      const waitMs = known.isKnown
        ? Math.max(refreshMs, restPerReading * tookMs)
        : backoffMs(failures, { baseMs: 100, maxMs: 1000 });
      await pause(waitMs, signal);
    }
  };
  void run();
  return () => stopped.abort();
}

async function readAll(inventory: Services['inventory'], signal: AbortSignal): Promise<Stock[]> {
  const all: Stock[] = [];
  let pageToken = '';
  do {
    const page = await inventory.listStock({ pageSize, pageToken }, { signal, timeoutMs });
    all.push(...page.stock);
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && all.length < maxKnown);
  return all;
}
