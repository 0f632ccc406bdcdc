import type { FastifyReply } from 'fastify';
import type { Snapshot } from '../api/snapshot.ts';
import { type EventStream, formatEvent, openEventStream } from '../http/event-stream.ts';

export interface SnapshotStreamOptions {
  readonly now: () => number;
  /** Called once a second while a page is open; else where there is news, and now and then. */
  readonly observe: () => Snapshot;
  readonly hasNews: () => boolean;
  /** Told that pages are open, and that there have been none for a while. */
  readonly onWatched: (isWatched: boolean) => void;
}

const INTERVAL_MS = 1000;
/** What ends with time alone, such as an alert, may end so late while nobody looks. */
const UNWATCHED_INTERVAL_MS = 10_000;
/** A page that is loaded anew has not left. */
const LINGER_MS = 10_000;

/** One snapshot a second, made once and sent to every page that is open. */
export class SnapshotStream {
  readonly #options: SnapshotStreamOptions;
  readonly #streams = new Set<EventStream>();
  readonly #timer: NodeJS.Timeout;
  #last: Snapshot | undefined;
  #isWatched = false;
  #unwatchedSinceMs: number | undefined;

  constructor(options: SnapshotStreamOptions) {
    this.#options = options;
    this.#unwatchedSinceMs = options.now();
    this.#timer = setInterval(() => this.#look(), INTERVAL_MS).unref();
  }

  /** Undefined while a page is open. */
  get unwatchedSinceMs(): number | undefined {
    return this.#unwatchedSinceMs;
  }

  open(reply: FastifyReply): void {
    const stream = openEventStream(reply);
    this.#streams.add(stream);
    this.#unwatchedSinceMs = undefined;
    this.#turn(true);
    stream.onClose(() => {
      this.#streams.delete(stream);
      if (this.#streams.size === 0) this.#unwatchedSinceMs = this.#options.now();
    });
    if (this.#last === undefined || this.#ageMs >= INTERVAL_MS) this.#tick();
    else stream.send(format(this.#last));
  }

  close(): void {
    clearInterval(this.#timer);
    for (const stream of this.#streams) stream.end();
  }

  get #ageMs(): number {
    return this.#last === undefined ? Infinity : this.#options.now() - this.#last.atMs;
  }

  #look(): void {
    const { now, hasNews } = this.#options;
    const unwatchedMs = now() - (this.#unwatchedSinceMs ?? now());
    if (unwatchedMs >= LINGER_MS) this.#turn(false);
    if (this.#isWatched || hasNews() || this.#ageMs >= UNWATCHED_INTERVAL_MS) this.#tick();
  }

  #turn(isWatched: boolean): void {
    if (isWatched === this.#isWatched) return;
    this.#isWatched = isWatched;
    this.#options.onWatched(isWatched);
  }

  #tick(): void {
    this.#last = this.#options.observe();
    if (this.#streams.size === 0) return;
    const event = format(this.#last);
    for (const stream of this.#streams) stream.send(event);
  }
}

const format = (snapshot: Snapshot): string => formatEvent('snapshot', JSON.stringify(snapshot));
