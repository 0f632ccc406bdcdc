import { describe, expect, test } from 'vitest';
import { ModelServer } from './model-server.ts';
import { policies } from './policies.ts';
import { createRandom, exponential } from './random.ts';
import { type Scenario, scenarios } from './scenario.ts';
import { simulate } from './simulation.ts';
import { quantile, variation } from './statistics.ts';

const findPolicy = (name: string) => policies.find((policy) => policy.name === name)!;
const findScenario = (name: string): Scenario => ({
  ...scenarios.find((scenario) => scenario.name === name)!,
  durationMs: 6_000,
});
const p99 = (scenario: string, policy: string) =>
  quantile(simulate(findScenario(scenario), findPolicy(policy), 3).latenciesMs, 0.99);

test('the same seed gives the same result, another seed another one', () => {
  const run = (seed: number) => simulate(findScenario('B'), findPolicy('ballast'), seed);
  expect(run(5).callsByServer).toEqual(run(5).callsByServer);
  expect(run(5).callsByServer).not.toEqual(run(6).callsByServer);
});

test('a queue before one worker behaves as theory says', () => {
  // M/M/1 at half load: the mean stay is service / (1 - load) = 20 ms.
  const scenario: Scenario = {
    ...findScenario('E'),
    clients: 1,
    servers: 1,
    workers: 1,
    networkMs: 0,
    callsPerSecond: 50,
    durationMs: 2_000_000,
  };
  const { latenciesMs } = simulate(scenario, findPolicy('round_robin'), 1);
  const mean = latenciesMs.reduce((sum, latencyMs) => sum + latencyMs, 0) / latenciesMs.length;
  expect(mean).toBeGreaterThan(19);
  expect(mean).toBeLessThan(21);
});

describe('ballast', () => {
  test('is as good as peak-EWMA where slowness is static', () => {
    expect(p99('A', 'ballast')).toBeLessThan(1.15 * p99('A', 'P2C peak-EWMA 10 s'));
  });

  test('is as good as the all-knowing JSQ(2) where slowness moves', () => {
    expect(p99('B', 'ballast')).toBeLessThan(1.3 * p99('B', 'JSQ(2), all-knowing'));
  });

  test('is no worse than round robin on a healthy fleet, and fair', () => {
    expect(p99('E', 'ballast')).toBeLessThan(1.02 * p99('E', 'round_robin'));
    // The window passes each server several times only in the whole run.
    const whole = scenarios.find(({ name }) => name === 'E')!;
    const { callsByServer } = simulate(whole, findPolicy('ballast'), 3);
    expect(variation(callsByServer)).toBeLessThan(0.05);
  });
});

test('a server runs as many calls as it has workers and keeps the order of the rest', () => {
  const server = new ModelServer({ workers: 2, meanServiceMs: 10 }, createRandom(1));
  const call = (slot: number) => ({
    client: 0,
    server: 0,
    slot,
    sentMs: 0,
    arrivedMs: 0,
    inFlightAtArrival: 0,
  });
  const calls = [call(1), call(2), call(3), call(4)];
  const started = calls.map((each) => server.arrive(each, 0) !== undefined);
  expect(started).toEqual([true, true, false, false]);
  expect(server.inFlight).toBe(4);
  expect(server.finish(calls[1]!, 5)!.next).toBe(calls[2]);
  expect(server.finish(calls[0]!, 6)!.next).toBe(calls[3]);
  expect(server.finish(calls[2]!, 7)).toBeUndefined();
  expect(server.inFlight).toBe(1);
});

test('exponential times have the mean that is asked for', () => {
  const random = createRandom(9);
  const sum = Array.from({ length: 100_000 }, () => exponential(random, 7)).reduce((a, b) => a + b);
  expect(sum / 100_000).toBeCloseTo(7, 0);
});
