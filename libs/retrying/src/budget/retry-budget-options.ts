import { requireWithin } from '../rules/require-within.ts';

/** How many calls to one service may be repeats: retries and hedges of all its methods together. */
export interface RetryBudgetOptions {
  /** Of the calls begun in the window, this share may be repeats, within [0, 1]. Default: 0.1. */
  readonly ratio?: number | undefined;
  /**
   * What a client of few calls may have in any case, per second of the window, within [0, 1000]: the
   * larger of the two counts, not their sum. Default: 1.
   */
  readonly minRetriesPerSecond?: number | undefined;
  /** In milliseconds, within [1000, 3 600 000]. Default: 10 000. */
  readonly windowMs?: number | undefined;
}

export type ResolvedRetryBudget = {
  readonly [Field in keyof RetryBudgetOptions]-?: NonNullable<RetryBudgetOptions[Field]>;
};

/** @throws RangeError naming field, rule and value. */
export function resolveRetryBudgetOptions(options: RetryBudgetOptions = {}): ResolvedRetryBudget {
  const { ratio = 0.1, minRetriesPerSecond = 1, windowMs = 10_000 } = options;
  requireWithin('retryBudget.ratio', ratio, 0, 1);
  requireWithin('retryBudget.minRetriesPerSecond', minRetriesPerSecond, 0, 1000);
  requireWithin('retryBudget.windowMs', windowMs, 1000, 3_600_000);
  return { ratio, minRetriesPerSecond, windowMs };
}
