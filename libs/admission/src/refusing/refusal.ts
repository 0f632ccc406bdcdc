/** Why a call was refused; the `reason` of google.rpc.ErrorInfo. */
export type RefusalReason =
  /** The server has more to do than it can. */
  | 'OVERLOADED'
  /** So it has, and this client is the one that asks for more than the others. */
  | 'CLIENT_OVER_SHARE'
  /** A rate limit. */
  | 'RATE_LIMITED'
  /** All places for streams are taken. */
  | 'TOO_MANY_STREAMS';

/** A call that is not served. Plain data; its gRPC status is RESOURCE_EXHAUSTED, in HTTP 503 or 429. */
export interface Refusal {
  readonly admitted: false;
  readonly reason: RefusalReason;
  /** When it is worth asking again, in milliseconds; spread, so that not all ask at once. */
  readonly retryAfterMs: number;
  /**
   * For the trailer `grpc-retry-pushback-ms` (gRFC A6): after so long, or not at all where it is
   * negative.
   */
  readonly pushbackMs: number;
}

/** Says to a grpc-js client when, or that it should not, try again. */
export const PUSHBACK_TRAILER = 'grpc-retry-pushback-ms';
