import type { Metadata } from '@grpc/grpc-js';

/**
 * Watches every call of a server from its headers to its status, before anything can refuse it: the
 * place of tracing. A form of its own, so that a call that is watched costs one object, not a chain.
 */
export interface CallObserver {
  /** The headers are here. Undefined: this call is not watched any further. */
  callStarted(call: StartedCall): CallObservation | undefined;
}

/** What is known of a call when its headers are here. */
export interface StartedCall {
  /** `/ballast.orders.v1.OrdersService/PlaceOrder` */
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  /** What the caller sent along; not to be changed. */
  readonly metadata: Metadata;
  /** Monotonic, milliseconds: `performance.now()`. */
  readonly startedMs: number;
  getPeer(): string;
}

export interface CallObservation {
  /**
   * Runs what tells the handler of its call, so that all it does is found to belong to it, whatever
   * it waits for.
   */
  run<Listener, Told>(
    tell: (listener: Listener, told: Told) => void,
    listener: Listener,
    told: Told,
  ): void;
  /** The server's own protection refuses the call, for this reason of google.rpc.ErrorInfo. */
  refused(reason: string): void;
  messageReceived(message: unknown): void;
  messageSent(message: unknown): void;
  /**
   * The status as the caller gets it; CANCELLED where the caller left before. Told once, with the
   * time of `performance.now()`.
   */
  ended(code: number, details: string, nowMs: number): void;
}
