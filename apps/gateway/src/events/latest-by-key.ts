import type { EventStream } from './event-stream.ts';

/** The part of an event stream that this needs. */
export type Outlet = Pick<EventStream, 'send' | 'drained' | 'closed'>;

/**
 * What one browser has still to be sent. While it reads too slowly only the latest text of
 * each key is kept, so what waits for it is bounded by the number of keys, however many
 * changes it misses.
 */
export interface LatestByKey {
  push(key: string, text: string): void;
}

export function createLatestByKey(outlet: Outlet): LatestByKey {
  const waiting = new Map<string, string>();
  let isBlocked = false;

  const flush = (): void => {
    isBlocked = false;
    for (const [key, text] of waiting) {
      waiting.delete(key);
      if (!outlet.send(text)) {
        block();
        return;
      }
    }
  };
  const block = (): void => {
    if (outlet.closed.aborted) {
      waiting.clear();
      return;
    }
    isBlocked = true;
    void outlet.drained().then(flush);
  };

  return {
    push: (key, text) => {
      if (outlet.closed.aborted) return;
      if (!isBlocked) {
        if (!outlet.send(text)) block();
        return;
      }
      // Deleted first, so that it is told in the order of the changes.
      waiting.delete(key);
      waiting.set(key, text);
    },
  };
}
