import type { FastifyReply } from 'fastify';
import type { Snapshot } from '../api/snapshot.ts';
import { type EventStream, formatEvent, openEventStream } from '../http/event-stream.ts';

export interface SnapshotStreamOptions {
  readonly now: () => number;
  /** Called once a second, whether somebody looks or not. */
  readonly observe: () => Snapshot;
}

const INTERVAL_MS = 1000;

/** One snapshot a second, made once and sent to every page that is open. */
export class SnapshotStream {
  readonly #options: SnapshotStreamOptions;
  readonly #streams = new Set<EventStream>();
  readonly #timer: NodeJS.Timeout;
  #last: Snapshot | undefined;
  #unwatchedSinceMs: number | undefined;

  constructor(options: SnapshotStreamOptions) {
    this.#options = options;
    this.#unwatchedSinceMs = options.now();
    this.#timer = setInterval(() => this.#tick(), INTERVAL_MS).unref();
  }

  /** Undefined while a page is open. */
  get unwatchedSinceMs(): number | undefined {
    return this.#unwatchedSinceMs;
  }

  open(reply: FastifyReply): void {
    const stream = openEventStream(reply);
    this.#streams.add(stream);
    this.#unwatchedSinceMs = undefined;
    stream.onClose(() => {
      this.#streams.delete(stream);
      if (this.#streams.size === 0) this.#unwatchedSinceMs = this.#options.now();
    });
    if (this.#last === undefined) this.#tick();
    else stream.send(format(this.#last));
  }

  close(): void {
    clearInterval(this.#timer);
    for (const stream of this.#streams) stream.end();
  }

  #tick(): void {
    this.#last = this.#options.observe();
    if (this.#streams.size === 0) return;
    const event = format(this.#last);
    for (const stream of this.#streams) stream.send(event);
  }
}

const format = (snapshot: Snapshot): string => formatEvent('snapshot', JSON.stringify(snapshot));
