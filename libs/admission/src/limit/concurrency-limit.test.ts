import { describe, expect, test } from 'vitest';
import type { Criticality } from '../classes/criticality.ts';
import { type Demand, SimulatedServer } from '../../test/simulated-server.ts';

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The smallest fixed limit with 98 % of the capacity at twice the load that can be served. */
function kneeOf(workers: number): number {
  for (let limit = workers; ; limit += 1) {
    // The stationary distribution of an M/M/c/K queue.
    let weight = 1;
    let sum = 1;
    let busy = 0;
    for (let calls = 1; calls <= limit; calls += 1) {
      weight *= (2 * workers) / Math.min(calls, workers);
      sum += weight;
      busy += weight * Math.min(calls, workers);
    }
    if (busy / sum >= 0.98 * workers) return limit;
  }
}

interface Scene {
  readonly workers: number;
  readonly serviceMs: number;
}

const demandOf = ({ workers, serviceMs }: Scene, load: number, more: object = {}): Demand => ({
  callsPerSecond: (workers * 1_000 * load) / serviceMs,
  serviceMs,
  ...more,
});

/** Twice the load, then another capacity: the limit 8 to 10 s later, over what it should be. */
function limitAfterStep(before: Scene, after: Scene, seed: number): number {
  const server = new SimulatedServer(before.workers, seed);
  server.run(3_000, [demandOf(before, 0.5)]);
  server.run(10_000, [demandOf(before, 2)]);
  server.workers = after.workers;
  server.run(8_000, [demandOf(after, 2)]);
  const limits: number[] = [];
  server.run(2_000, [demandOf(after, 2)], () =>
    limits.push(server.admission.snapshot(server.nowMs).limit),
  );
  return mean(limits) / kneeOf(after.workers);
}

describe('within 15 % of the knee, 10 s after', () => {
  const steps: [string, Scene, Scene][] = [
    ['four times the workers', { workers: 4, serviceMs: 10 }, { workers: 16, serviceMs: 10 }],
    ['a quarter of the workers', { workers: 16, serviceMs: 10 }, { workers: 4, serviceMs: 10 }],
    ['a service four times slower', { workers: 16, serviceMs: 10 }, { workers: 16, serviceMs: 40 }],
    ['a service four times faster', { workers: 16, serviceMs: 40 }, { workers: 16, serviceMs: 10 }],
  ];
  test.each(steps)('%s', (_, before, after) => {
    const limits = [1, 2, 3, 4, 5].map((seed) => limitAfterStep(before, after, seed));
    expect(median(limits)).toBeGreaterThan(0.85);
    expect(median(limits)).toBeLessThan(1.15);
  });
});

test('a report of 200 ms beside a read of 1 ms does not bring the limit down', () => {
  const server = new SimulatedServer(20, 1);
  const read = { callsPerSecond: 5_000, serviceMs: 1, method: '/a/Read' };
  const report = { callsPerSecond: 25, serviceMs: 200, method: '/a/Report' };
  const tallies = server.run(5_000, [read, report]);
  expect(tallies.get(read)).toMatchObject({ refused: 0 });
  expect(tallies.get(report)).toMatchObject({ refused: 0 });
  server.run(8_000, [
    { ...read, callsPerSecond: 20_000 },
    { ...report, callsPerSecond: 100 },
  ]);
  expect(server.admission.snapshot(server.nowMs).limit).toBeGreaterThan(17);
});

test('a slow dependency is no queue: what comes is soon served again', () => {
  const scene = { workers: 10_000, serviceMs: 10 };
  const server = new SimulatedServer(scene.workers, 1);
  const fast = { callsPerSecond: 500, serviceMs: 10 };
  server.run(3_000, [fast]);
  const slow = { ...fast, serviceMs: 100 };
  server.run(10_000, [slow]);
  const tally = server.run(5_000, [slow]).get(slow)!;
  expect(tally.refused).toBe(0);
});

test('a limit that is not used does not grow', () => {
  const scene = { workers: 10, serviceMs: 10 };
  const server = new SimulatedServer(scene.workers, 1);
  server.run(3_000, [demandOf(scene, 0.5)]);
  server.run(5_000, [demandOf(scene, 2)]);
  const { limit } = server.admission.snapshot(server.nowMs);
  server.run(20_000, [demandOf(scene, 0.1)]);
  expect(server.admission.snapshot(server.nowMs).limit).toBeLessThanOrEqual(limit);
});

test.each([2, 4])(
  'at %d times the load critical calls are served, and the workers busy',
  (load) => {
    const scene = { workers: 4, serviceMs: 10 };
    const server = new SimulatedServer(scene.workers, 1);
    server.run(3_000, [demandOf(scene, 0.5)]);
    const critical = demandOf(scene, 0.5, { criticality: 'critical' });
    const others = demandOf(scene, (load - 0.5) / 2);
    const sheddable = demandOf(scene, (load - 0.5) / 2, { criticality: 'sheddable' });
    const tallies = server.run(10_000, [critical, others, sheddable]);
    const share = (demand: Demand) => {
      const { served, refused } = tallies.get(demand)!;
      return served / (served + refused);
    };
    expect(share(critical)).toBeGreaterThan(0.99);
    expect(share(others)).toBeGreaterThan(share(sheddable));
    const done = [...tallies.values()].reduce(
      (sum, { latenciesMs }) => sum + latenciesMs.length,
      0,
    );
    expect(done / 4_000).toBeGreaterThan(0.9);
  },
);

/** Four workers that take 160 ms a call, and callers that leave after a second. */
const slowServer = (seed: number, minLimit: number) =>
  new SimulatedServer(4, seed, { minLimit, busyLoopMs: 100 });

function slowDemand(load: number, criticality: Criticality, share: number): Demand {
  const callsPerSecond = 25 * load * share;
  return { callsPerSecond, serviceMs: 160, spread: 'even', timeoutMs: 1_000, criticality };
}

describe.each([
  [2, 2],
  [2, 4],
  [4, 2],
  [4, 4],
])('four slow workers, minLimit %d, %d times what they can do', (minLimit, load) => {
  const runs = [1, 2, 3, 4, 5, 6].map((seed) => {
    const server = slowServer(seed, minLimit);
    server.run(3_000, [slowDemand(0.5, 'default', 1)]);
    const demands = [
      slowDemand(load, 'critical', 0.1),
      slowDemand(load, 'default', 0.6),
      slowDemand(load, 'sheddable', 0.3),
    ];
    // In two seconds it is found.
    server.run(2_000, demands);
    const tallies = server.run(6_000, demands);
    const all = [...tallies.values()];
    const latenciesMs = all.flatMap((tally) => tally.latenciesMs).toSorted((a, b) => a - b);
    const [critical] = all;
    return {
      goodput: all.reduce((sum, { served, abandoned }) => sum + served - abandoned, 0) / 6 / 25,
      p90Ms: latenciesMs[Math.floor(latenciesMs.length * 0.9)]!,
      critical: critical!,
    };
  });

  test('nine tenths of it are done, in less than twice the time', () => {
    expect(median(runs.map(({ goodput }) => goodput))).toBeGreaterThan(0.9);
    expect(median(runs.map(({ p90Ms }) => p90Ms))).toBeLessThan(320);
  });

  test('99 of 100 critical calls are served', () => {
    const sum = (of: 'served' | 'refused' | 'abandoned') =>
      runs.reduce((total, { critical }) => total + critical[of], 0);
    expect(sum('refused') + sum('abandoned')).toBeLessThan(sum('served') / 100);
  });
});

test('at half of what four slow workers can do next to nothing is refused', () => {
  const demand = { callsPerSecond: 12.5, serviceMs: 160 };
  const tallies = [1, 2, 3].map((seed) => slowServer(seed, 4).run(60_000, [demand]).get(demand)!);
  const sum = (of: 'served' | 'refused') => tallies.reduce((total, tally) => total + tally[of], 0);
  expect(sum('refused')).toBeLessThan(sum('served') / 100);
});

test('a server that works in another way than before is learned before it is overloaded', () => {
  const server = new SimulatedServer(1_000, 1, { minLimit: 4, busyLoopMs: 100 });
  server.run(20_000, [{ callsPerSecond: 12.5, serviceMs: 10 }]);
  server.workers = 4;
  server.run(3_000, [slowDemand(0.5, 'default', 1)]);
  const { baselinesMs } = server.admission.snapshot(server.nowMs);
  expect(baselinesMs['/shop.Orders/Get']).toBeGreaterThan(130);
});

test('one hot client is refused before the others', () => {
  const server = new SimulatedServer(10, 1);
  const from = (client: string, callsPerSecond: number) => ({
    callsPerSecond,
    serviceMs: 10,
    client,
  });
  const demands = [from('hot', 2_000), from('a', 50), from('b', 50), from('c', 50)];
  server.run(3_000, demands);
  const tallies = server.run(5_000, demands);
  const refused = demands.map((demand) => tallies.get(demand)!.refused);
  expect(refused[0]).toBeGreaterThan(1_000);
  expect(Math.max(...refused.slice(1))).toBeLessThanOrEqual(5);
  expect(server.admission.snapshot(server.nowMs).refused.CLIENT_OVER_SHARE).toBeGreaterThan(1_000);
});
