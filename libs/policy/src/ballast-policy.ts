// What a failure policy says beyond the gRPC service config, under its key `ballast`. Defaults are
// those of the libraries that act on it: a field that is absent is on with its default.
import type { Duration, MethodName } from './policy.ts';

/** How many calls may be repeats. Repeats and hedges of all methods draw from it. */
export interface RetryBudgetPolicy {
  /** Of the calls begun in the window, this share may be repeats, within [0, 1]. Default 0.1. */
  readonly ratio?: number;
  /** What a quiet client may have in any case, a second, within [0, 1000]. Default 1. */
  readonly minRetriesPerSecond?: number;
  /** Default "10s". */
  readonly window?: Duration;
}

/** How many calls to the service may be under way in this process. */
export interface BulkheadPolicy {
  /** At least 1. Default 512. */
  readonly maxConcurrent?: number;
  /** Calls that wait for their turn, at least 0. Default 128. */
  readonly maxQueue?: number;
  /** The longest that one waits. Default "0.1s". */
  readonly queueTimeout?: Duration;
}

/** When calls of a method are no longer tried. Same words as resilience4j's, in gRPC's casing. */
export interface BreakerPolicy {
  /** Share of failed calls that opens, within (0, 1]. Default 0.5. */
  readonly failureRatio?: number;
  /** Share of slow calls that opens, within (0, 1]. Default 1. */
  readonly slowCallRatio?: number;
  /** From when a unary call is slow. Default "5s". */
  readonly slowCallDuration?: Duration;
  /** With fewer calls in the window nothing opens; at least 1. Default 20. */
  readonly minCalls?: number;
  /** Default "10s". */
  readonly window?: Duration;
  /** How long it stays open at first. Default "1s". */
  readonly openDuration?: Duration;
  /** It doubles with each failed probe, to at most this. Default "30s". */
  readonly maxOpenDuration?: Duration;
  /** Probes that decide whether it closes; at least 1. Default 3. */
  readonly halfOpenCalls?: number;
}

/** A second attempt while the first is still under way. Only for idempotent methods. */
export interface PercentileHedgingPolicy {
  /** A call slower than this share of its method's calls is hedged, within [0.5, 0.9999]. Default 0.95. */
  readonly percentile?: number;
  /** The first attempt included, 2 to 5. Default 2. */
  readonly maxAttempts?: number;
  /** Default "0.005s". */
  readonly minDelay?: Duration;
  /** Default "1s". */
  readonly maxDelay?: Duration;
}

/** What is refused first where there is too much. */
export type Criticality = 'critical' | 'default' | 'sheddable';

/** What a caller makes of a call that cannot be served now. */
export type Fallback = 'accept' | 'refuse' | 'stale';

export interface BallastMethodConfig {
  readonly name: readonly MethodName[];
  /** May be repeated, though its contract does not say so. Default: what the contract says. */
  readonly idempotent?: boolean;
  /** Of calls whose caller says nothing of it. Default: the criticality of the call being served. */
  readonly criticality?: Criticality;
  /** Takes the place of the method's `retryPolicy` or `hedgingPolicy`. Default: none. */
  readonly hedging?: PercentileHedgingPolicy;
  /** Default: on with its defaults. */
  readonly breaker?: BreakerPolicy;
  /**
   * `accept`: taken now and finished later. `refuse`: fails at once. `stale`: answered from what was
   * known last. What a method offers is for its callers to say. Default: the caller's own.
   */
  readonly fallback?: Fallback;
}

export interface BallastPolicy {
  /** Default: on with its defaults. */
  readonly retryBudget?: RetryBudgetPolicy;
  /** Default: on with its defaults. */
  readonly bulkhead?: BulkheadPolicy;
  readonly methodConfig?: readonly BallastMethodConfig[];
}
