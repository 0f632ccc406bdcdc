import type { Readable } from 'node:stream';
import type { ActiveCall } from './active-call.ts';

/**
 * What a request that must not reach its handler is refused with; undefined where it may. `row`
 * counts the messages of a stream from 1.
 */
export type RefusalOf = (request: object, row?: number) => Error | undefined;

/**
 * The messages of a caller, one at a time. Reads from the connection only while somebody asks for
 * the next one, so a slow handler holds its caller back (grpc-js itself reads up to 16 ahead).
 * Unlike a Readable's own iterator it does not destroy the call when a handler leaves its loop.
 * Fails with the refusal of an invalid message, or with why the call has stopped.
 */
export class RequestStream<Request extends object> implements AsyncIterableIterator<Request> {
  readonly #readable: Readable;
  readonly #call: ActiveCall;
  readonly #refusalOf: RefusalOf;
  #state: 'open' | 'ended' | 'left' = 'open';
  #listening = false;
  #row = 0;
  #wake: (() => void) | undefined;

  constructor(readable: Readable, call: ActiveCall, refusalOf: RefusalOf) {
    this.#readable = readable;
    this.#call = call;
    this.#refusalOf = refusalOf;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Request>> {
    if (!this.#listening) this.#listen();
    for (;;) {
      if (this.#state === 'left') return { done: true, value: undefined };
      if (this.#call.stopReason !== undefined) throw this.#call.stopReason;
      const message = this.#readable.read() as Request | null;
      if (message !== null) return { done: false, value: this.#accept(message) };
      if (this.#state === 'ended') return this.#finish();
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async return(): Promise<IteratorResult<Request>> {
    this.#state = 'left';
    return { done: true, value: undefined };
  }

  /**
   * A Node client that cancels an upload ends it first and resets it then, mostly in one segment
   * (`closeStream` of node:http2 calls `end`): one turn later the reset is known too, and half an
   * import does not pass for a whole one.
   */
  async #finish(): Promise<IteratorResult<Request>> {
    await new Promise(setImmediate);
    if (this.#call.stopReason !== undefined) throw this.#call.stopReason;
    return { done: true, value: undefined };
  }

  #listen(): void {
    const wake = (): void => this.#wake?.();
    this.#listening = true;
    this.#readable.on('readable', wake);
    this.#readable.once('end', () => {
      this.#state = this.#state === 'open' ? 'ended' : this.#state;
      wake();
    });
    this.#call.onStop(wake);
  }

  #accept(message: Request): Request {
    this.#row += 1;
    const refusal = this.#refusalOf(message, this.#row);
    if (refusal !== undefined) throw refusal;
    return message;
  }
}
