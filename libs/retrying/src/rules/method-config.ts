import type { Duration } from './duration.ts';
import type { MethodName } from './method-name.ts';

type StatusCode = string | number;

/** What a gRPC service config says of methods (gRFC A2, A6), in its JSON form. */
export interface MethodConfig {
  readonly name: readonly MethodName[];
  /** The longest that a call may take, attempts and pauses included. Default: none. */
  readonly timeout?: Duration;
  readonly retryPolicy?: {
    /** The first attempt included; at least 2. grpc-js cuts it at 5. */
    readonly maxAttempts: number;
    /** Longest pause before the first retry. Every pause is uniform between 0 and the longest. */
    readonly initialBackoff: Duration;
    readonly maxBackoff: Duration;
    readonly backoffMultiplier: number;
    readonly retryableStatusCodes: readonly StatusCode[];
  };
  readonly hedgingPolicy?: {
    /** The first attempt included; at least 2. grpc-js cuts it at 5. */
    readonly maxAttempts: number;
    /** Default: none, all attempts at once. */
    readonly hedgingDelay?: Duration;
    readonly nonFatalStatusCodes?: readonly StatusCode[];
  };
}

/** A second attempt while the first is still under way, once the call is slow for its method. */
export interface PercentileHedging {
  /** A call slower than this share of its method's calls is hedged, within [0.5, 0.9999]. Default: 0.95. */
  readonly percentile?: number | undefined;
  /** The first attempt included, 2 to 5. Default: 2. */
  readonly maxAttempts?: number | undefined;
  /** Never sooner, in milliseconds, within [1, maxDelayMs]. Default: 5. */
  readonly minDelayMs?: number | undefined;
  /**
   * Never later, in milliseconds, up to 3 600 000; and how long a method waits of whose latency too
   * little is known. Default: 1000.
   */
  readonly maxDelayMs?: number | undefined;
}

/** What gRPC has no word for. */
export interface MethodExtras {
  readonly name: readonly MethodName[];
  /** May be repeated, or not, whatever `idempotentMethods` says. Default: what that says. */
  readonly idempotent?: boolean | undefined;
  /**
   * Takes the place of the method's `hedgingPolicy`, and of its `retryPolicy` for those calls that
   * can be hedged. Default: none.
   */
  readonly hedging?: PercentileHedging | undefined;
}
