import { status } from '@grpc/grpc-js';
import { BackoffCaps } from '../backoff/backoff-caps.ts';
import { parseDurationMs, toGrpcDuration } from './duration.ts';
import type { MethodConfig, MethodExtras, PercentileHedging } from './method-config.ts';
import { refuse, requireWholeWithin, requireWithin } from './require-within.ts';
import { parseStatusCodes } from './status-codes.ts';

export interface RetryRule {
  readonly maxAttempts: number;
  readonly backoff: BackoffCaps;
  readonly codes: readonly status[];
}

export type HedgingDelay =
  | { readonly kind: 'fixed'; readonly delayMs: number }
  | {
      readonly kind: 'percentile';
      readonly percentile: number;
      readonly minDelayMs: number;
      readonly maxDelayMs: number;
    };

export interface HedgingRule {
  readonly maxAttempts: number;
  readonly delay: HedgingDelay;
  /** Failures after which the next attempt begins at once. */
  readonly codes: readonly status[];
}

/** What is in force for the calls of one method. */
export interface MethodRule {
  readonly timeout: { seconds: number; nanos: number } | undefined;
  readonly timeoutMs: number;
  readonly retry: RetryRule | undefined;
  readonly hedging: HedgingRule | undefined;
}

/** @throws RangeError naming field, rule and value. */
export function parseRetryRule(path: string, policy: MethodConfig['retryPolicy']) {
  if (policy === undefined) return undefined;
  const { maxAttempts, backoffMultiplier } = policy;
  requireWholeWithin(`${path}.maxAttempts`, maxAttempts, 2, Number.MAX_SAFE_INTEGER);
  const initialMs = parseDurationMs(`${path}.initialBackoff`, policy.initialBackoff);
  const maxMs = parseDurationMs(`${path}.maxBackoff`, policy.maxBackoff);
  if (initialMs <= 0) throw refuse(`${path}.initialBackoff`, 'must be above 0', initialMs);
  if (maxMs <= 0) throw refuse(`${path}.maxBackoff`, 'must be above 0', maxMs);
  requireWithin(`${path}.backoffMultiplier`, backoffMultiplier, Number.MIN_VALUE, 1e6);
  const codes = parseStatusCodes(`${path}.retryableStatusCodes`, policy.retryableStatusCodes);
  const backoff = new BackoffCaps(initialMs, maxMs, backoffMultiplier);
  return { maxAttempts, backoff, codes } satisfies RetryRule;
}

/** @throws RangeError naming field, rule and value. */
export function parseHedgingRule(path: string, policy: MethodConfig['hedgingPolicy']) {
  if (policy === undefined) return undefined;
  const { maxAttempts, hedgingDelay = '0s', nonFatalStatusCodes = [] } = policy;
  requireWholeWithin(`${path}.maxAttempts`, maxAttempts, 2, Number.MAX_SAFE_INTEGER);
  const delayMs = parseDurationMs(`${path}.hedgingDelay`, hedgingDelay);
  const codes = parseStatusCodes(`${path}.nonFatalStatusCodes`, nonFatalStatusCodes);
  return { maxAttempts, delay: { kind: 'fixed', delayMs }, codes } satisfies HedgingRule;
}

/** @throws RangeError naming field, rule and value. */
export function parsePercentileHedging(
  path: string,
  hedging: PercentileHedging | undefined,
): HedgingRule | undefined {
  if (hedging === undefined) return undefined;
  const { percentile = 0.95, maxAttempts = 2, minDelayMs = 5, maxDelayMs = 1000 } = hedging;
  requireWithin(`${path}.percentile`, percentile, 0.5, 0.9999);
  requireWholeWithin(`${path}.maxAttempts`, maxAttempts, 2, 5);
  requireWithin(`${path}.maxDelayMs`, maxDelayMs, 1, 3_600_000);
  requireWithin(`${path}.minDelayMs`, minDelayMs, 1, maxDelayMs);
  const delay = { kind: 'percentile', percentile, minDelayMs, maxDelayMs } as const;
  return { maxAttempts, delay, codes: [status.UNAVAILABLE] };
}

/** Puts together what the entries for a method say. Only an idempotent one is ever repeated. */
export function createMethodRule(
  config: ParsedMethodConfig | undefined,
  extras: ParsedMethodExtras | undefined,
  isIdempotentByContract: boolean,
): MethodRule {
  const timeoutMs = config?.timeoutMs ?? Infinity;
  const timeout = timeoutMs === Infinity ? undefined : toGrpcDuration(timeoutMs);
  if (!(extras?.idempotent ?? isIdempotentByContract)) {
    return { timeout, timeoutMs, retry: undefined, hedging: undefined };
  }
  const retry = config?.retry;
  const percentile = extras?.hedging;
  // What may be retried may be retried at once, too, when another attempt is due anyway.
  const hedging = percentile && { ...percentile, codes: retry?.codes ?? percentile.codes };
  return { timeout, timeoutMs, retry, hedging: hedging ?? config?.hedging };
}

export interface ParsedMethodConfig {
  readonly name: MethodConfig['name'];
  readonly timeoutMs: number | undefined;
  readonly retry: RetryRule | undefined;
  readonly hedging: HedgingRule | undefined;
}

export interface ParsedMethodExtras {
  readonly name: MethodExtras['name'];
  readonly idempotent: boolean | undefined;
  readonly hedging: HedgingRule | undefined;
}
