import type { Criticality } from '@ballast/deadlines';
import type { FieldViolation } from '@ballast/status';
import type { Metadata } from '@grpc/grpc-js';

/** What a handler is told about its call, and what it may add to the answer. */
export interface CallContext {
  /** `/ballast.orders.v1.OrdersService/PlaceOrder` */
  readonly method: string;
  /**
   * Aborted when nobody waits for the answer any more. Its `reason` is a `StatusError`: CANCELLED
   * (the caller has gone), DEADLINE_EXCEEDED, or UNAVAILABLE with reason `SERVER_DRAINING` (this
   * server ended the call). Not aborted by an answer.
   */
  readonly signal: AbortSignal;
  /**
   * Aborted when this server begins to leave: a stream that can say where it stands may end by
   * itself now, before it is ended.
   */
  readonly draining: AbortSignal;
  /** What the caller sent along. */
  readonly metadata: Metadata;
  /**
   * What is given up first where there is too much to do, as the caller says; `default` where it
   * says nothing. Calls that the handler makes inherit it.
   */
  readonly criticality: Criticality;
  /** `host:port` of the peer of the connection. */
  readonly peer: string;
  /** Sent after the answer, or with the error. */
  readonly trailers: Metadata;
  /** Milliseconds until the caller's deadline, never negative; Infinity without one. */
  timeLeftMs(): number;
  /** Sends the headers now instead of with the first message. Only the first time counts. */
  sendHeaders(metadata: Metadata): void;
  /**
   * The rules that a request breaks: always none, but in a method that asked for `report` (see
   * `ImplementOptions.validate`).
   */
  violationsOf(request: object): readonly FieldViolation[];
}
