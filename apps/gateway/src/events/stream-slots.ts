import type { FastifyReply } from 'fastify';
import { HttpRefusal } from '../problem/http-refusal.ts';
import { openEventStream } from './event-stream.ts';
import type { EventStream, EventStreamOptions } from './event-stream.ts';

/** Every event stream of this process: bounded in number, ended together at drain. */
export interface StreamSlots {
  /**
   * Takes a slot for the life of the answer, before anything is asked of a service.
   *
   * @throws HttpRefusal (503 `TOO_MANY_STREAMS`) when none is free.
   */
  take(reply: FastifyReply): Slot;
  /** Streams that are open. */
  readonly open: number;
  /** Ends all streams, and each later one right after its start: browsers come back elsewhere. */
  endAll(): void;
}

/** Room for one stream. */
export interface Slot {
  /** Starts the stream in it. */
  start(): EventStream;
}

/** Creates the slots. `max`: at least 1. */
export function createStreamSlots(max: number, options: EventStreamOptions): StreamSlots {
  const streams = new Set<EventStream>();
  let taken = 0;
  let isEnding = false;
  return {
    take: (reply) => {
      if (taken >= max) {
        const message = `${max} event streams are open, which is all this gateway holds`;
        throw new HttpRefusal(503, 'TOO_MANY_STREAMS', message);
      }
      // A browser that has left already will not be heard leaving.
      if (!reply.raw.destroyed) {
        taken += 1;
        reply.raw.once('close', () => {
          taken -= 1;
        });
      }
      return {
        start: () => {
          const stream = openEventStream(reply, options);
          streams.add(stream);
          stream.closed.addEventListener('abort', () => streams.delete(stream), { once: true });
          if (isEnding) stream.end();
          return stream;
        },
      };
    },
    get open() {
      return taken;
    },
    endAll: () => {
      isEnding = true;
      for (const stream of [...streams]) stream.end();
    },
  };
}
