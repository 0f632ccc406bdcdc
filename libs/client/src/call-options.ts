import type { Criticality } from '@ballast/deadlines';
import type { Metadata } from '@grpc/grpc-js';

/** What one call can be told. */
export interface CallOptions {
  /** Cancels the call when it aborts; the failure is CANCELLED with the signal's reason as cause. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How long the call may take, in milliseconds, retries included; 0 or less fails at once, Infinity
   * is no limit. A timeout of the policy applies too where it is shorter, and so does what is left
   * of the call being served (`@ballast/deadlines`). Default: the policy's timeout for the method,
   * else the client's `defaultTimeoutMs`.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * What a server that has too much to do gives up first. Default: what the policy says for the
   * method, else that of the call being served, else `default`.
   */
  readonly criticality?: Criticality | undefined;
  /** Headers of the request. Default: none. */
  readonly metadata?: Metadata | undefined;
  /**
   * Waits for a connection until the deadline, instead of failing with UNAVAILABLE when there is
   * none. Default: what the policy says for the method, else false.
   */
  readonly waitForReady?: boolean | undefined;
  /** Called once with the headers of the answer, if any come. Must not throw. */
  readonly onHeaders?: ((headers: Metadata) => void) | undefined;
  /** Called once with the trailers, when the call has ended, however it ended. Must not throw. */
  readonly onTrailers?: ((trailers: Metadata) => void) | undefined;
}
