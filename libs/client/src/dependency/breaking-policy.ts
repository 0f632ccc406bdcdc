import type { BreakerOptions, BreakingPolicy, BulkheadOptions } from '@ballast/breaking';
import {
  findBallastMethodConfig,
  type BreakerPolicy,
  type BulkheadPolicy,
  type Policy,
} from '@ballast/policy';
import { toMs } from './to-ms.ts';

/** What a policy says about breakers and the bulkhead, in the words of the library that has them. */
export function createBreakingPolicy(policy: Policy): BreakingPolicy {
  return {
    bulkhead: toBulkheadOptions(policy.ballast?.bulkhead ?? {}),
    findBreaker: (path) => toBreakerOptions(findBallastMethodConfig(policy, path)?.breaker ?? {}),
  };
}

function toBulkheadOptions({ queueTimeout, ...counts }: BulkheadPolicy): BulkheadOptions {
  return { ...counts, queueTimeoutMs: toMs(queueTimeout) };
}

function toBreakerOptions(breaker: BreakerPolicy): BreakerOptions {
  const { slowCallDuration, window, openDuration, maxOpenDuration, ...shares } = breaker;
  return {
    ...shares,
    slowCallDurationMs: toMs(slowCallDuration),
    windowMs: toMs(window),
    openDurationMs: toMs(openDuration),
    maxOpenDurationMs: toMs(maxOpenDuration),
  };
}
