import { TracedServerMethod, traceServerCall, type ServerCallTrace } from '@ballast/tracing';
import type { CallObservation, CallObserver } from '../protection/call-observer.ts';
import type { MessageSizes } from './message-sizes.ts';

/** What looks at the server itself would fill traces with what nobody asks for. */
const OWN = ['/ballast.admin.', '/ballast.faults.'] as const;

/**
 * Spans and metrics of the calls that a program serves; health, reflection and their like have none.
 *
 * @param sizes of the methods that are served, by path.
 */
export function traceCalls(sizes: ReadonlyMap<string, MessageSizes>): CallObserver {
  const methods = new Map<string, TracedServerMethod>();
  return {
    callStarted({ path, metadata, startedMs, getPeer }) {
      const messages = sizes.get(path);
      if (messages === undefined || OWN.some((prefix) => path.startsWith(prefix))) return undefined;
      let method = methods.get(path);
      if (method === undefined) methods.set(path, (method = new TracedServerMethod(path)));
      const trace = traceServerCall(method, metadata, startedMs);
      trace.from(getPeer);
      return new TracedCall(trace, messages);
    },
  };
}

class TracedCall implements CallObservation {
  readonly #trace: ServerCallTrace;
  readonly #sizes: MessageSizes;

  constructor(trace: ServerCallTrace, sizes: MessageSizes) {
    this.#trace = trace;
    this.#sizes = sizes;
  }

  run<Listener, Told>(
    tell: (listener: Listener, told: Told) => void,
    listener: Listener,
    told: Told,
  ): void {
    this.#trace.run(tell, listener, told);
  }

  refused(reason: string): void {
    this.#trace.refusedBy(reason);
  }

  messageReceived(message: unknown): void {
    this.#trace.messageReceived(this.#sizes.sizeOfRequest(message));
  }

  messageSent(message: unknown): void {
    this.#trace.messageSent(this.#sizes.sizeOfResponse(message));
  }

  ended(code: number, details: string, nowMs: number): void {
    this.#trace.end(code, details, nowMs);
  }
}
