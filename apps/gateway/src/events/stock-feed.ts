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

/** One watch of the stock, shared by every browser that this process serves. */
export interface StockFeed {
  /**
   * Resolves when every later change is seen. The upstream watch starts with the first member
   * and ends `lingerMs` after the last has left.
   *
   * @throws StatusError when inventory cannot be asked.
   */
  join(): Promise<Membership>;
  /** Ends the upstream watch for good. */
  close(): void;
}

export interface Membership {
  /** Every sku as it is now. */
  present(): Iterable<StockEvent>;
  /** Each later change is told to `listener`. */
  listen(listener: (event: StockEvent) => void): void;
  /** May be called more than once. */
  leave(): void;
}

/** What a feed needs. */
export interface StockFeedOptions {
  readonly inventory: Services['inventory'];
  readonly logger: Logger;
  /** How long a page of the stock may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Kept so long without members, in milliseconds, for the browser that reloads. Default 1000. */
  readonly lingerMs?: number;
}

/** A watch that runs: what is known, and who is told of changes. */
interface Watching {
  readonly kind: 'watching';
  readonly latest: Map<string, StockEvent>;
  readonly listeners: Set<(event: StockEvent) => void>;
  /** Settles when `latest` holds the present state. */
  readonly ready: Promise<void>;
  readonly stop: AbortController;
  members: number;
  linger: NodeJS.Timeout | undefined;
}

type State = { readonly kind: 'idle' } | Watching | { readonly kind: 'closed' };

const pageSize = 1000;

export function createStockFeed(options: StockFeedOptions): StockFeed {
  const { lingerMs = 1000 } = options;
  let state: State = { kind: 'idle' };

  const stop = (watching: Watching): void => {
    clearTimeout(watching.linger);
    watching.stop.abort();
    if (state === watching) state = { kind: 'idle' };
  };

  const enter = (watching: Watching): Membership => {
    let listener: ((event: StockEvent) => void) | undefined;
    let isMember = true;
    clearTimeout(watching.linger);
    watching.members += 1;
    return {
      present: () => watching.latest.values(),
      listen: (heard) => {
        listener = heard;
        if (isMember) watching.listeners.add(heard);
      },
      leave: () => {
        if (!isMember) return;
        isMember = false;
        if (listener !== undefined) watching.listeners.delete(listener);
        watching.members -= 1;
        if (watching.members > 0 || watching.stop.signal.aborted) return;
        watching.linger = setTimeout(stop, lingerMs, watching);
      },
    };
  };

  return {
    join: async () => {
      if (state.kind === 'closed') return nobody;
      const watching = state.kind === 'watching' ? state : startWatching(options, stop);
      state = watching;
      const membership = enter(watching);
      try {
        await watching.ready;
      } catch (error) {
        membership.leave();
        throw error;
      }
      return membership;
    },
    close: () => {
      if (state.kind === 'watching') stop(state);
      state = { kind: 'closed' };
    },
  };
}

const nobody: Membership = {
  present: () => [],
  listen: () => undefined,
  leave: () => undefined,
};

function startWatching(options: StockFeedOptions, stop: (watching: Watching) => void): Watching {
  const latest = new Map<string, StockEvent>();
  const controller = new AbortController();
  const ready = loadPresent(options, latest, controller.signal);
  const watching: Watching = {
    kind: 'watching',
    latest,
    listeners: new Set(),
    ready,
    stop: controller,
    members: 0,
    linger: undefined,
  };
  ready
    .then(() => follow(options, watching))
    // Members that wait for `ready` are told why; here it only ends the watch.
    .catch(() => stop(watching));
  return watching;
}

/** Reads the stock as it is: what the watch then tells again is known, and no change. */
async function loadPresent(
  { inventory, timeoutMs }: StockFeedOptions,
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

async function follow(
  { inventory, logger }: StockFeedOptions,
  { latest, listeners, stop: { signal } }: Watching,
): Promise<void> {
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
