import type { StatusError } from '@ballast/status';
import type { ServerLogger } from '../logger.ts';
import type { ActiveCall } from './active-call.ts';

/** The calls that run now, so that a server that leaves can speak to them. */
export class CallRegistry {
  readonly logger: ServerLogger;
  readonly #calls = new Set<ActiveCall>();
  #draining = false;

  constructor(logger: ServerLogger) {
    this.logger = logger;
  }

  get draining(): boolean {
    return this.#draining;
  }

  get size(): number {
    return this.#calls.size;
  }

  add(call: ActiveCall): void {
    this.#calls.add(call);
  }

  delete(call: ActiveCall): void {
    this.#calls.delete(call);
  }

  /** Aborts `context.draining` of the calls that run, and of those that still come. */
  announceDrain(): void {
    this.#draining = true;
    for (const call of this.#calls) call.announceDrain();
  }

  /** Ends the calls that would not end by themselves. */
  endEndless(reason: StatusError): void {
    for (const call of this.#calls) {
      if (call.drain === 'end') call.stop(reason, { tell: true });
    }
  }

  /** Ends every call. */
  endAll(reason: StatusError): void {
    for (const call of this.#calls) call.stop(reason, { tell: true });
  }
}
