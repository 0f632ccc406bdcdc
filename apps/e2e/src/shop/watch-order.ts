import { EventEmitter, once } from 'node:events';
import type { EventStream } from './event-stream.ts';
import type { Shop } from './shop.ts';

/** An EventSource as browsers have it: when its stream ends it comes back with the last id it saw. */
export interface OrderWatch extends AsyncDisposable {
  /** Ids in the order in which they came, from all streams. */
  readonly seen: readonly string[];
  /** Resolves when an event with this id has come. */
  untilSeen(id: string): Promise<void>;
}

export function watchOrderAgainAndAgain(shop: Shop, orderId: string): OrderWatch {
  const seen: string[] = [];
  const news = new EventEmitter();
  let isOver = false;
  let stream: EventStream | undefined;

  const readOnce = async (): Promise<void> => {
    const last = seen.at(-1);
    stream = await shop.watchOrder(orderId, ...(last === undefined ? [] : [last]));
    // 204: nothing more can come. A browser then comes back no more.
    if (stream.status === 204) isOver = true;
    // Nor where there is no such order: it would ask for ever.
    if (stream.status === 404) isOver = true;
    for await (const { id } of stream) {
      seen.push(id);
      news.emit('event');
    }
  };
  const watching = (async () => {
    while (!isOver) {
      // A connection that breaks is a reason to come back, not a failure.
      await readOnce().catch(() => undefined);
    }
    news.emit('event');
  })();

  return {
    seen,
    async untilSeen(id) {
      while (!seen.includes(id)) {
        if (isOver) throw new Error(`the stream was over before event ${id}, after ${seen.join()}`);
        await once(news, 'event');
      }
    },
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      stream?.[Symbol.dispose]();
      await watching;
    },
  };
}
