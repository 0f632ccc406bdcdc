import { durationToMs, parseDuration, type Policy } from '@ballast/policy';
import type { Mapped } from './remark.ts';

/** `trafficPolicy.retryBudget` of a DestinationRule, since Istio 1.27. */
export interface RetryBudget {
  /** Of the calls under way, this share may be retries. */
  readonly percent: number;
  /** But so many in any case. */
  readonly minRetryConcurrency: number;
}

/** What libs/retrying takes where a policy says nothing. */
const DEFAULT_RATIO = 0.1;
const DEFAULT_MIN_PER_SECOND = 1;
const DEFAULT_PAUSE_S = 0.5;

/**
 * Ours counts calls that begin, Envoy's those that are under way. A retry is under way for its pause
 * and its attempt, so what may begin each second is under way this often (Little's law).
 *
 * `connectionPool.http.maxRetries` is not used: Envoy passes over it where there is a budget.
 */
export function mapRetryBudget(policy: Policy): Mapped<RetryBudget> {
  const { ratio = DEFAULT_RATIO, minRetriesPerSecond = DEFAULT_MIN_PER_SECOND } =
    policy.ballast?.retryBudget ?? {};
  const pauses = (policy.methodConfig ?? []).flatMap(({ retryPolicy }) =>
    retryPolicy === undefined ? [] : durationToMs(parseDuration(retryPolicy.maxBackoff)) / 1000,
  );
  const longestPauseS = pauses.length === 0 ? DEFAULT_PAUSE_S : Math.max(...pauses);
  const value = {
    percent: Math.round(ratio * 1e4) / 100,
    // Nothing less can be said: Istio takes 0 for its default, 3.
    minRetryConcurrency: Math.max(1, Math.ceil(minRetriesPerSecond * longestPauseS)),
  };
  const words = `${ratio} of the calls, ${minRetriesPerSecond}/s in any case`;
  return {
    value,
    remarks: [
      {
        field: `ballast.retryBudget: ${words}`,
        fidelity: 'nearly',
        says:
          `\`retryBudget.percent: ${value.percent}\` of the calls under way, not of those that ` +
          `began, and ${value.minRetryConcurrency} under way in any case; in each pod of a caller`,
      },
    ],
  };
}
