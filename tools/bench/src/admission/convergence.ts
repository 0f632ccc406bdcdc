// How near the limit is to the knee after a step in capacity, beside Gradient2 and Vegas.
import { quantile } from '../statistics.ts';
import type { Table } from '../table.ts';
import { Gradient2, Vegas, type Limiter } from './peers.ts';
import { kneeOf, Ours, type Scene, Simulation } from './simulation.ts';

const seeds = 20;
const limiters: readonly [string, () => Limiter][] = [
  ['@ballast/admission', () => new Ours()],
  ['Gradient2', () => new Gradient2()],
  ['Vegas', () => new Vegas()],
];
const scene = (workers: number, serviceMs: number, load = 2): Scene => ({
  workers,
  serviceMs,
  load,
});
const steps: readonly [string, Scene, Scene][] = [
  ['10 → 40 workers', scene(10, 10), scene(40, 10)],
  ['40 → 10 workers', scene(40, 10), scene(10, 10)],
  ['4 → 16 workers', scene(4, 10), scene(16, 10)],
  ['16 → 4 workers', scene(16, 10), scene(4, 10)],
  ['25 → 100 workers, 50 ms', scene(25, 50, 4), scene(100, 50, 4)],
  ['40 workers, 10 → 40 ms', scene(40, 10), scene(40, 40)],
  ['40 workers, 40 → 10 ms', scene(40, 40), scene(40, 10)],
];

export function simulateConvergence(progress: (line: string) => void): Table {
  const rows: (string | number)[][] = [];
  for (const [name, before, after] of steps) {
    for (const [limiterName, create] of limiters) {
      rows.push(rowOf(name, limiterName, create, before, after));
    }
    progress(
      rows
        .slice(-limiters.length)
        .map((row) => row.slice(1).join(' '))
        .join(' | '),
    );
  }
  return {
    title: 'The limit after a step in capacity (simulated)',
    method: `Exponential service times, Poisson arrivals: 3 s at half load, 10 s at the load named, then the step under the same load. The knee is the smallest fixed limit with 98 % of the capacity (M/M/c/K). Load 2 ×, of the 50 ms row 4 ×. Limit ÷ knee is the mean of 8 to 10 s after the step, goodput and p99 are of 5 to 10 s after it; ${seeds} seeds: median (range). Goodput is of the capacity, p99 over the p99 of an exponential without a queue.`,
    columns: ['step', 'limit by', 'limit ÷ knee', 'within 15 %', 'goodput, %', 'p99 ÷ unloaded'],
    rows,
  };
}

function rowOf(
  name: string,
  limiterName: string,
  create: () => Limiter,
  before: Scene,
  after: Scene,
): (string | number)[] {
  const runs = Array.from({ length: seeds }, (_, seed) => runOf(create(), seed, before, after));
  const spread = (values: readonly number[], digits: number) =>
    [0.5, 0, 1].map((q) => quantile(values, q).toFixed(digits));
  const text = (values: readonly number[], digits: number) => {
    const [middle, least, most] = spread(values, digits);
    return `${middle} (${least}–${most})`;
  };
  const ratios = runs.map(({ ratio }) => ratio);
  return [
    name,
    limiterName,
    text(ratios, 2),
    `${ratios.filter((ratio) => Math.abs(ratio - 1) <= 0.15).length} of ${seeds}`,
    text(
      runs.map(({ goodput }) => goodput * 100),
      0,
    ),
    text(
      runs.map(({ p99 }) => p99),
      1,
    ),
  ];
}

function runOf(limiter: Limiter, seed: number, before: Scene, after: Scene) {
  const simulation = new Simulation(limiter, seed + 1);
  simulation.run(3_000, { ...before, load: 0.5 });
  simulation.run(10_000, before);
  simulation.run(5_000, after);
  const { limits, latenciesMs } = simulation.run(5_000, after);
  const last = limits.slice(-20);
  const mean = last.reduce((sum, limit) => sum + limit, 0) / last.length;
  const perSecond = (after.workers * 1_000) / after.serviceMs;
  return {
    ratio: mean / kneeOf(after),
    goodput: latenciesMs.length / 5 / perSecond,
    p99: quantile(latenciesMs, 0.99) / (after.serviceMs * Math.log(100)),
  };
}
