// The policies with real servers: how good they are, and how true the simulation is to it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plotBars } from '@ballast/tool-sim';
import type { ClientReport } from './balancing/client.ts';
import {
  CALLS_PER_SECOND,
  type ComparedPolicy,
  comparedPolicies,
  type Condition,
  conditions,
  JOIN_AFTER_MS,
  MEAN_SERVICE_MS,
  REPLICAS,
} from './balancing/conditions.ts';
import { Fleet, runClient } from './balancing/fleet.ts';
import {
  eachPair,
  type FleetRun,
  newcomerTable,
  p99,
  qualityTable,
  validationTable,
} from './balancing/tables.ts';
import { median, quantile } from './statistics.ts';
import { resultsDirectory, type Benchmark } from './table.ts';

export const balancing: Benchmark = {
  name: 'balancing',
  title: 'load-balancing policies with real servers that are slow, fail, hang and join',
  async run(progress, { rounds = 10, seconds = 12 } = {}) {
    using fleet = await Fleet.start(REPLICAS);
    const durationMs = seconds * 1_000;
    const networkMs = await measureNetwork(fleet);
    const runs: FleetRun[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      for (const condition of conditions) {
        for (const policy of comparedPolicies) {
          if (!condition.policies.includes(policy.name)) continue;
          const report = await runOnce(fleet, condition, policy, durationMs, round);
          const run = { round, condition, policy, report };
          runs.push(run);
          progress(
            `round ${round}, ${condition.title}, ${policy.name}: p99 ${p99(run).toFixed(1)} ms, ` +
              `${report.failed} of ${report.calls} failed`,
          );
        }
      }
    }
    await writeFile(join(resultsDirectory, 'balancing.svg'), plot(runs));
    const method =
      `Ten replicas in ten processes, so that each has an event loop and a load report of its own, and ` +
      `the client in an eleventh. Poisson arrivals at ${CALLS_PER_SECOND}/s for ${seconds} s on one ` +
      `channel (seeds 1 to ${rounds}, one for each round), exponential service of ${MEAN_SERVICE_MS} ms, ` +
      `deadline 1 s, no retries; policies interleaved, ${rounds} rounds: median (range); ratios within a ` +
      'round. The odd one changes its ways when all are connected and warm. Late: by so many ms calls ' +
      'were sent too late (p99), which says how busy the machine was. ![p99](balancing.svg)';
    return [
      qualityTable(runs, method),
      newcomerTable(runs, CALLS_PER_SECOND, durationMs - JOIN_AFTER_MS),
      validationTable(runs, durationMs, networkMs),
    ];
  },
};

async function runOnce(
  fleet: Fleet,
  { usual, odd, joins }: Condition,
  { config, isOurs }: ComparedPolicy,
  durationMs: number,
  seed: number,
): Promise<ClientReport> {
  await fleet.behave(() => usual);
  const run = {
    ...{ policy: config, isOurs, ports: fleet.ports, seed },
    joinAfterMs: joins ? JOIN_AFTER_MS : null,
    callsPerSecond: CALLS_PER_SECOND,
    durationMs,
  };
  return await runClient(run, () =>
    fleet.behave((index) => (index === REPLICAS - 1 ? odd : usual)),
  );
}

/** One way, in milliseconds: calls that are answered at once, at the rate of the benchmark. */
async function measureNetwork(fleet: Fleet): Promise<number> {
  const [{ usual }] = conditions as [Condition];
  const atOnce = { ...usual, meanServiceMs: 0 };
  const condition = { ...conditions[0]!, usual: atOnce, odd: atOnce };
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
