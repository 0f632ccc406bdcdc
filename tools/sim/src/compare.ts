import { policies } from './policies.ts';
import { type Scenario, scenarios } from './scenario.ts';
import { simulate } from './simulation.ts';
import { quantile, variation } from './statistics.ts';

export interface Comparison {
  readonly scenario: Scenario;
  readonly policy: string;
  readonly seed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly failedShare: number;
  /** Of the calls by server. */
  readonly variation: number;
}

/** Runs every scenario with every policy and seed. */
export function compare(
  seeds: readonly number[],
  report: (done: Comparison) => void,
): Comparison[] {
  const results: Comparison[] = [];
  for (const scenario of scenarios) {
    for (const seed of seeds) {
      for (const policy of policies) {
        const { latenciesMs, failed, callsByServer } = simulate(scenario, policy, seed);
        const done = {
          scenario,
          policy: policy.name,
          seed,
          p50Ms: quantile(latenciesMs, 0.5),
          p99Ms: quantile(latenciesMs, 0.99),
          p999Ms: quantile(latenciesMs, 0.999),
          failedShare: failed / latenciesMs.length,
          variation: variation(callsByServer),
        };
        report(done);
        results.push(done);
      }
    }
  }
  return results;
}
