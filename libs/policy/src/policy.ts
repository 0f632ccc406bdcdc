// The typed form of a policy file: a gRPC service config (gRFC A2, A6, A21) in its JSON form,
// with proto3 duration strings.

import type { BallastPolicy } from './ballast-policy.ts';

/** A proto3 duration: seconds with up to nine decimals and an `s`, such as `"0.25s"`. */
export type Duration = string;

/** A gRPC status by name (`"UNAVAILABLE"`) or number. */
export type StatusCode = string | number;

/** Which methods an entry is for: one method, all of a service, or, when empty, all. */
export interface MethodName {
  readonly service?: string;
  readonly method?: string;
}

/** gRFC A6. Attempts beyond 5 are cut by grpc-js. */
export interface RetryPolicy {
  /** The first attempt included; at least 2. */
  readonly maxAttempts: number;
  readonly initialBackoff: Duration;
  readonly maxBackoff: Duration;
  /** Greater than 0. */
  readonly backoffMultiplier: number;
  readonly retryableStatusCodes: readonly StatusCode[];
}

/** gRFC A6. */
export interface HedgingPolicy {
  /** The first attempt included; at least 2. */
  readonly maxAttempts: number;
  /** Default: none, all attempts at once. */
  readonly hedgingDelay?: Duration;
  /** Default: none, the first failure ends the call. */
  readonly nonFatalStatusCodes?: readonly StatusCode[];
}

export interface MethodConfig {
  readonly name: readonly MethodName[];
  /** Default: false, a call fails when no endpoint can be reached. */
  readonly waitForReady?: boolean;
  /** The longest that a call may take, attempts and waits included. Default: none. */
  readonly timeout?: Duration;
  readonly maxRequestBytes?: number;
  readonly maxResponseBytes?: number;
  /** Not together with `hedgingPolicy`. */
  readonly retryPolicy?: RetryPolicy;
  readonly hedgingPolicy?: HedgingPolicy;
}

/** gRFC A6: retries stop while less than half of the tokens are left. */
export interface RetryThrottling {
  /** Within (0, 1000]. */
  readonly maxTokens: number;
  /** What a success gives back; a failure takes 1. Greater than 0. */
  readonly tokenRatio: number;
}

/** One balancing policy: its name, and its configuration in that policy's own words. */
export type LoadBalancingConfig = Readonly<Record<string, object>>;

export interface Policy {
  /** The first one that the client knows is used. Default: pick_first. */
  readonly loadBalancingConfig?: readonly LoadBalancingConfig[];
  readonly methodConfig?: readonly MethodConfig[];
  readonly retryThrottling?: RetryThrottling;
  /** What gRPC has no word for; clients other than ours ignore it. */
  readonly ballast?: BallastPolicy;
}
