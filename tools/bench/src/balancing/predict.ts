import { median, policies, quantile, type Scenario, simulate } from '@ballast/tool-sim';
import { CALLS_PER_SECOND, type ComparedPolicy, type Condition, REPLICAS } from './conditions.ts';

export interface Prediction {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const SEEDS = [1, 2, 3, 4, 5];

/** What the simulation says of the same fleet; undefined for what it does not know. */
export function predict(
  { usual, odd, joins }: Condition,
  { simulated }: ComparedPolicy,
  durationMs: number,
  networkMs: number,
): Prediction | undefined {
  const policy = policies.find(({ name }) => name === simulated);
  if (policy === undefined || joins || odd.kind !== 'serving') return undefined;
  const scenario: Scenario = {
    ...{ name: '', title: '', clients: 1, servers: REPLICAS },
    workers: usual.workers ?? Infinity,
    meanServiceMs: usual.meanServiceMs,
    networkMs,
    callsPerSecond: CALLS_PER_SECOND,
    ...{ durationMs, warmUpMs: 0 },
    changes: () => [
      {
        atMs: 0,
        apply: (servers) => {
          servers[REPLICAS - 1]!.slowdown = odd.meanServiceMs / usual.meanServiceMs;
        },
      },
    ],
  };
  const runs = SEEDS.map((seed) => simulate(scenario, policy, seed).latenciesMs);
  return {
    p50Ms: median(runs.map((latenciesMs) => quantile(latenciesMs, 0.5))),
    p99Ms: median(runs.map((latenciesMs) => quantile(latenciesMs, 0.99))),
  };
}
