import { registerBalancing } from '@ballast/balancing';
import type { Behaviour } from './fleet.ts';
import { type Drive, drive, type Fleet, startFleet } from './drive.ts';
import { predict } from './predict.ts';
import { measureScale, type ScaleResult } from './scale.ts';
import type { Benchmark, Table } from './table.ts';

type Policy = {
  readonly name: string;
  readonly config: { [name: string]: object };
  /** Its name in the simulation. */
  readonly simulated?: string;
};

const REPLICAS = 10;
const CALLS_PER_SECOND = 500;
const DURATION_MS = 6_000;
const rounds = Number(process.env['BALLAST_BENCH_ROUNDS'] ?? 2);

const seconds = (value: number) => ({ seconds: value, nanos: 0 });
const roundRobin: Policy = {
  name: 'round_robin',
  config: { round_robin: {} },
  simulated: 'round_robin',
};
const outlierDetection: Policy = {
  name: 'outlier_detection{round_robin}',
  config: {
    outlier_detection: {
      interval: seconds(1),
      base_ejection_time: seconds(30),
      max_ejection_time: seconds(300),
      max_ejection_percent: 50,
      failure_percentage_ejection: {
        threshold: 50,
        enforcement_percentage: 100,
        minimum_hosts: 3,
        request_volume: 10,
      },
      child_policy: [{ round_robin: {} }],
    },
  },
};
const leastRequest: Policy = {
  name: 'least_request (ours)',
  config: { least_request_experimental: {} },
  simulated: 'P2C least request',
};
const ballast: Policy = { name: 'ballast (ours)', config: { ballast: {} }, simulated: 'ballast' };
const policies = [roundRobin, outlierDetection, leastRequest, ballast];

interface Condition {
  readonly title: string;
  /** How the last of the replicas behaves. */
  readonly odd: Behaviour;
}

const conditions: readonly Condition[] = [
  { title: 'all healthy', odd: 'healthy' },
  { title: 'one of ten 10 times slower', odd: 'slow' },
  { title: 'one of ten fails fast', odd: 'failing' },
  { title: 'one of ten hangs, deadline 1 s', odd: 'hanging' },
];

interface Run {
  readonly condition: string;
  readonly policy: string;
  readonly result: Drive;
  readonly oddShare: number;
}

export const balancing: Benchmark = {
  name: 'balancing',
  title: 'load-balancing policies with real servers, and what they cost at 10 000 endpoints',
  run: async (progress) => {
    registerBalancing();
    return [await compareFleets(progress), await compareScale(progress)];
  },
};

async function compareFleets(progress: (line: string) => void): Promise<Table> {
  using fleet = await startFleet(REPLICAS);
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { title, odd } of conditions) {
      for (const policy of policies) {
        const run = await runOnce(fleet, title, odd, policy);
        runs.push(run);
        progress(`round ${round + 1}, ${title}, ${policy.name}: ${format(run.result)}`);
      }
    }
  }
  return {
    title: 'Ten replicas in a process of their own',
    method:
      `Poisson arrivals at ${CALLS_PER_SECOND}/s for ${DURATION_MS / 1_000} s, exponential service of ` +
      `10 ms, no retries; policies interleaved, ${rounds} rounds: median (range). Random numbers are ` +
      'not seeded; arrivals are real time.',
    columns: [
      'condition',
      'policy',
      'p50 ms',
      'p99 ms',
      'p99.9 ms',
      'p50, p99 simulated',
      'failed of 3 000',
      'odd one’s share',
    ],
    rows: conditions.flatMap((condition) =>
      policies.map((policy) => rowOf(runs, condition, policy)),
    ),
  };
}

async function runOnce(fleet: Fleet, title: string, odd: Behaviour, policy: Policy): Promise<Run> {
  const healthy = Array.from({ length: REPLICAS }, (): Behaviour => 'healthy');
  await fleet.order(healthy);
  const result = await drive({
    target: fleet.target,
    loadBalancingConfig: policy.config,
    callsPerSecond: CALLS_PER_SECOND,
    durationMs: DURATION_MS,
    onReady: () => fleet.order(healthy.with(REPLICAS - 1, odd)),
  });
  const calls = await fleet.order(healthy);
  const total = calls.reduce((sum, each) => sum + each, 0);
  return { condition: title, policy: policy.name, result, oddShare: calls.at(-1)! / total };
}

function rowOf(
  runs: readonly Run[],
  { title, odd }: Condition,
  policy: Policy,
): (string | number)[] {
  const own = runs.filter((run) => run.condition === title && run.policy === policy.name);
  const expected = predict(odd, policy.simulated ?? '', CALLS_PER_SECOND);
  const of = (figure: (run: Run) => number, digits: number) => spread(own.map(figure), digits);
  return [
    title,
    policy.name,
    of(({ result }) => quantile(result, 0.5), 1),
    of(({ result }) => quantile(result, 0.99), 1),
    of(({ result }) => quantile(result, 0.999), 1),
    expected === undefined ? '' : `${expected.p50Ms.toFixed(1)}, ${expected.p99Ms.toFixed(1)}`,
    of(({ result }) => (result.failed / result.calls) * 3_000, 0),
    of(({ oddShare }) => oddShare * 100, 1) + ' %',
  ];
}

async function compareScale(progress: (line: string) => void): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const count of [10, 1_000, 10_000]) {
    for (const { name, config } of policies) {
      // It takes minutes to connect as many, since each connection costs it all that there are.
      if (name === outlierDetection.name && count === 10_000) continue;
      const times = Math.max(3, rounds);
      const results: ScaleResult[] = [];
      for (let i = 0; i < times; i += 1) results.push(await measureScale(config, count));
      const of = (figure: (result: ScaleResult) => number, digits: number) =>
        spread(results.map(figure), digits);
      rows.push([
        count,
        name,
        of((result) => result.pickNs, 0),
        of((result) => result.callNs, 0),
        of((result) => result.changeMs, 2),
        of((result) => result.connectMs, 0),
        of((result) => result.connectBlockMs, 1),
      ]);
      progress(rows.at(-1)!.join('  '));
    }
  }
  return {
    title: 'Cost by number of endpoints',
    method:
      'Without sockets: the load balancer under a channel’s helper and subchannels that are mocks. ' +
      'Picks are processor time, the rest time of day. Median (range) of three runs and more; a change replaces one endpoint of the list. ' +
      'outlier_detection is left out at 10 000, where it takes minutes.',
    columns: [
      'endpoints',
      'policy',
      'pick ns',
      'pick + start + end ns',
      'one change ms',
      '0 → all ms',
      'longest block ms',
    ],
    rows,
  };
}

function quantile({ latenciesMs }: Drive, share: number): number {
  return (
    latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(latenciesMs.length * share))] ?? NaN
  );
}

function spread(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  const show = (value: number) => value.toFixed(digits);
  const middle = show(sorted[Math.floor((sorted.length - 1) / 2)]!);
  return sorted.length === 1 ? middle : `${middle} (${show(sorted[0]!)}–${show(sorted.at(-1)!)})`;
}

function format(result: Drive): string {
  return `p99 ${quantile(result, 0.99).toFixed(1)} ms, ${result.failed} of ${result.calls} failed`;
}
