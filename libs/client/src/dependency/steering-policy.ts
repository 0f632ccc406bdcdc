import type { MethodExtras, RetryBudgetOptions, SteeringOptions } from '@ballast/retrying';
import type {
  BallastMethodConfig,
  PercentileHedgingPolicy,
  Policy,
  RetryBudgetPolicy,
} from '@ballast/policy';
import { toMs } from './to-ms.ts';

/** What a policy says about repeating calls, in the words of the library that does it. */
export function createSteeringPolicy(
  policy: Policy,
  idempotentMethods: Iterable<string>,
): SteeringOptions {
  const { retryBudget, methodConfig = [] } = policy.ballast ?? {};
  return {
    methodConfig: policy.methodConfig ?? [],
    methods: methodConfig.map(toMethodExtras),
    idempotentMethods,
    retryBudget: toRetryBudgetOptions(retryBudget ?? {}),
  };
}

function toRetryBudgetOptions({ window, ...shares }: RetryBudgetPolicy): RetryBudgetOptions {
  return { ...shares, windowMs: toMs(window) };
}

function toMethodExtras({ name, idempotent, hedging }: BallastMethodConfig): MethodExtras {
  return { name, idempotent, hedging: hedging && toPercentileHedging(hedging) };
}

function toPercentileHedging({ minDelay, maxDelay, ...rest }: PercentileHedgingPolicy) {
  return { ...rest, minDelayMs: toMs(minDelay), maxDelayMs: toMs(maxDelay) };
}
