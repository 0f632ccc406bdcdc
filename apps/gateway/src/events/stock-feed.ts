import { detach } from '@ballast/deadlines';
import { startStockWatch } from './stock-watch.ts';
import type { StockEvent, StockListener, StockWatch, StockWatchOptions } from './stock-watch.ts';

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
  listen(listener: StockListener): void;
  /** May be called more than once. */
  leave(): void;
}

/** What a feed needs. */
export interface StockFeedOptions extends StockWatchOptions {
  /** Kept so long without members, in milliseconds, for the browser that reloads. Default 1000. */
  readonly lingerMs?: number;
}

/** A watch with those who follow it. */
interface Watching {
  readonly kind: 'watching';
  readonly watch: StockWatch;
  members: number;
  linger: NodeJS.Timeout | undefined;
}

type State = { readonly kind: 'idle' } | Watching | { readonly kind: 'closed' };

export function createStockFeed(options: StockFeedOptions): StockFeed {
  const { lingerMs = 1000 } = options;
  let state: State = { kind: 'idle' };

  const stop = (watching: Watching): void => {
    clearTimeout(watching.linger);
    watching.watch.stop();
    if (state === watching) state = { kind: 'idle' };
  };

  const start = (): Watching => {
    // For every browser to come, not only for the one whose request begins it.
    const watch = detach(() => startStockWatch(options));
    const watching: Watching = { kind: 'watching', watch, members: 0, linger: undefined };
    // Members that wait for `ready` are told why; here it only ends the watch.
    watch.ready.catch(() => stop(watching));
    return watching;
  };

  const enter = (watching: Watching): Membership => {
    let listener: StockListener | undefined;
    let isMember = true;
    clearTimeout(watching.linger);
    watching.members += 1;
    return {
      present: () => watching.watch.latest.values(),
      listen: (heard) => {
        listener = heard;
        if (isMember) watching.watch.listeners.add(heard);
      },
      leave: () => {
        if (!isMember) return;
        isMember = false;
        if (listener !== undefined) watching.watch.listeners.delete(listener);
        watching.members -= 1;
        if (watching.members > 0 || state !== watching) return;
        watching.linger = setTimeout(stop, lingerMs, watching);
      },
    };
  };

  return {
    join: async () => {
      if (state.kind === 'closed') return nobody;
      const watching = state.kind === 'watching' ? state : start();
      state = watching;
      const membership = enter(watching);
      try {
        await watching.watch.ready;
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
