// The policies with real servers: how good they are, and how true the simulation is to it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plotBars } from '@ballast/tool-sim';
import {
  CALLS_PER_SECOND,
  comparedPolicies,
  conditions,
  MEAN_SERVICE_MS,
  REPLICAS,
} from './balancing/conditions.ts';
import { Fleet } from './balancing/fleet.ts';
import { runConditions, runOnce } from './balancing/run-conditions.ts';
import { eachPair, type FleetRun, p99, qualityTable, validationTable } from './balancing/tables.ts';
import { median, quantile } from './statistics.ts';
import { resultsDirectory, type Benchmark } from './table.ts';

export const balancing: Benchmark = {
  name: 'balancing',
  title: 'load-balancing policies with real servers that are slow, fail and hang',
  async run(progress, { rounds = 10, seconds = 12 } = {}) {
    using fleet = await Fleet.start(REPLICAS);
    const durationMs = seconds * 1_000;
    const networkMs = await measureNetwork(fleet);
    const runs = await runConditions(fleet, { conditions, rounds, durationMs, progress });
    await writeFile(join(resultsDirectory, 'balancing.svg'), plot(runs));
    const method =
      `Ten replicas in ten processes, so that each has an event loop and a load report of its own, and ` +
      `the client in an eleventh. Poisson arrivals at ${CALLS_PER_SECOND}/s for ${seconds} s on one ` +
      `channel (seeds 1 to ${rounds}, one for each round), exponential service of ${MEAN_SERVICE_MS} ms, ` +
      `deadline 1 s, no retries; policies interleaved, ${rounds} rounds: median (range); ratios within a ` +
      'round. The odd one changes its ways when all are connected and warm. Late: by so many ms calls ' +
      'were sent too late (p99), which says how busy the machine was. ![p99](balancing.svg)';
    return [qualityTable(runs, method), validationTable(runs, durationMs, networkMs)];
  },
};

/** One way, in milliseconds: calls that are answered at once, at the rate of the benchmark. */
async function measureNetwork(fleet: Fleet): Promise<number> {
  const [healthy] = conditions;
  const atOnce = { ...healthy!.usual, meanServiceMs: 0 };
  const condition = { ...healthy!, usual: atOnce, odd: atOnce };
  const { latenciesMs } = await runOnce(fleet, condition, comparedPolicies[0]!, 2_000, 0);
  return quantile(latenciesMs, 0.5) / 2;
}

function plot(runs: readonly FleetRun[]): string {
  const bars = eachPair(runs, (condition, policy, own) => ({
    group: condition.name,
    series: policy.name,
    value: median(own.map(p99)),
  }));
  return plotBars('p99 latency with real processes, median of rounds', 'ms', bars);
}
