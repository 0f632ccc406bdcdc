import { resolveRetryBudgetOptions } from './budget/retry-budget-options.ts';
import type { ResolvedRetryBudget, RetryBudgetOptions } from './budget/retry-budget-options.ts';
import { resolveHedgeCancelOptions } from './hedging/cancel-allowance.ts';
import type { HedgeCancelOptions, ResolvedHedgeCancels } from './hedging/cancel-allowance.ts';
import { parseDurationMs } from './rules/duration.ts';
import type { MethodConfig, MethodExtras } from './rules/method-config.ts';
import { findEntry } from './rules/method-name.ts';
import { createMethodRule, parseHedgingRule } from './rules/method-rule.ts';
import { parsePercentileHedging, parseRetryRule } from './rules/method-rule.ts';
import type { MethodRule, ParsedMethodConfig, ParsedMethodExtras } from './rules/method-rule.ts';
import { refuse } from './rules/require-within.ts';

export interface SteeringOptions {
  /** As it stands in the gRPC service config. Default: none, nothing is repeated. */
  readonly methodConfig?: readonly MethodConfig[] | undefined;
  /** What gRPC has no word for, found by the same rules, but apart. Default: none. */
  readonly methods?: readonly MethodExtras[] | undefined;
  /** Paths (`/package.Service/Method`) of the methods that may be repeated. Default: none. */
  readonly idempotentMethods?: Iterable<string> | undefined;
  /** Default: on, with its defaults. */
  readonly retryBudget?: RetryBudgetOptions | undefined;
  /** Default: on, with its defaults. */
  readonly hedgeCancels?: HedgeCancelOptions | undefined;
}

export interface ResolvedSteeringOptions {
  readonly retryBudget: ResolvedRetryBudget;
  readonly hedgeCancels: ResolvedHedgeCancels;
  findRule(path: string): MethodRule;
}

/** @throws RangeError naming field, rule and value. */
export function resolveSteeringOptions(options: SteeringOptions): ResolvedSteeringOptions {
  const configs = (options.methodConfig ?? []).map(parseMethodConfig);
  const extras = (options.methods ?? []).map(parseMethodExtras);
  const idempotent = new Set(options.idempotentMethods ?? []);
  return {
    retryBudget: resolveRetryBudgetOptions(options.retryBudget),
    hedgeCancels: resolveHedgeCancelOptions(options.hedgeCancels),
    findRule: (path) =>
      createMethodRule(findEntry(configs, path), findEntry(extras, path), idempotent.has(path)),
  };
}

function parseMethodConfig(config: MethodConfig, index: number): ParsedMethodConfig {
  const path = `methodConfig[${index}]`;
  const { name, timeout, retryPolicy, hedgingPolicy } = config;
  if (retryPolicy !== undefined && hedgingPolicy !== undefined) {
    throw refuse(path, 'must not have both retryPolicy and hedgingPolicy', config);
  }
  return {
    name,
    timeoutMs: timeout === undefined ? undefined : parseDurationMs(`${path}.timeout`, timeout),
    retry: parseRetryRule(`${path}.retryPolicy`, retryPolicy),
    hedging: parseHedgingRule(`${path}.hedgingPolicy`, hedgingPolicy),
  };
}

function parseMethodExtras(extras: MethodExtras, index: number): ParsedMethodExtras {
  const { name, idempotent, hedging } = extras;
  return {
    name,
    idempotent,
    hedging: parsePercentileHedging(`methods[${index}].hedging`, hedging),
  };
}
