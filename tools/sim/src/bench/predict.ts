import { policies } from '../policies.ts';
import type { Scenario } from '../scenario.ts';
import { simulate } from '../simulation.ts';
import { quantile } from '../statistics.ts';
import type { Behaviour } from './fleet.ts';

export interface Prediction {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const SLOWDOWN = 10;
const SEED = 1;
/** What a call costs between two processes on one machine besides its service, one way. */
const NETWORK_MS = 0.3;

/** What the simulation says of the same fleet; undefined where it has no such policy. */
export function predict(
  odd: Behaviour,
  policy: string,
  callsPerSecond: number,
): Prediction | undefined {
  const simulated = policies.find(({ name }) => name === policy);
  if (simulated === undefined || (odd !== 'healthy' && odd !== 'slow')) return undefined;
  const scenario: Scenario = {
    name: odd,
    title: odd,
    clients: 1,
    servers: 10,
    workers: Infinity,
    meanServiceMs: 10,
    networkMs: NETWORK_MS,
    callsPerSecond,
    durationMs: 60_000,
    warmUpMs: 1_000,
    changes: () => [
      {
        atMs: 0,
        apply: (servers) => {
          if (odd === 'slow') servers[9]!.slowdown = SLOWDOWN;
        },
      },
    ],
  };
  const { latenciesMs } = simulate(scenario, simulated, SEED);
  return { p50Ms: quantile(latenciesMs, 0.5), p99Ms: quantile(latenciesMs, 0.99) };
}
