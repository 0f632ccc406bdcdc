import { expect, test } from 'vitest';
import type { Figures } from '../figures/figures.ts';
import type { ScenarioName, Variant } from './cell.ts';
import { judge, type Shown } from './goals.ts';

const figures: Figures = {
  ...{ calls: 6000, failed: 0, codes: {}, attempts: 6000, p50Ms: 1, p99Ms: 2, p999Ms: 3 },
  ...{ badShare: 0.1, detectMs: 300, callsBefore: 0 },
};

function verdictsOf(scenario: ScenarioName, variant: Variant, seen: Partial<Shown> = {}) {
  const verdicts = judge({ scenario, variant, replicas: 10, figures, ...seen });
  return verdicts.map(({ goal, isMet }) => `${goal}: ${isMet ? 'met' : 'not met'}`);
}

const failing = (failed: number) => ({ figures: { ...figures, failed } });

test.each<[ScenarioName, Variant, number, string[]]>([
  ['fail-fast', 'no retries', 5, ['failed ≤ 5: met']],
  ['fail-fast', 'no retries', 6, ['failed ≤ 5: not met']],
  ['hang', 'no retries', 6, ['failed ≤ 5: not met']],
  ['half-errors', 'no retries', 15, ['failed ≤ 15: met']],
  ['blackhole', 'no retries', 11, ['failed ≤ 10: not met', 'found within ms ≤ 1000: met']],
  ['fail-fast', 'retries', 1, ['failed ≤ 0: not met']],
  ['hang', 'hedging', 1, ['failed ≤ 0: not met']],
  ['hang', 'retries', 1, []],
  ['slow-10x', 'no retries', 100, []],
  ['rolling-restart', 'no retries', 1, ['failed ≤ 0: not met']],
])('%s, %s, %d failed: %j', (scenario, variant, failed, verdicts) => {
  expect(verdictsOf(scenario, variant, failing(failed))).toEqual(verdicts);
});

test('answers that are no failure must not cost a host its calls', () => {
  const ejected = { figures: { ...figures, badShare: 0.01 } };
  expect(verdictsOf('business-errors', 'retries', ejected)).toEqual([
    'failed ≤ 0: met',
    'share of the host ≥ 0.050: not met',
  ]);
});

test('where everything fails, little is tried again', () => {
  const many = { figures: { ...figures, attempts: 6601 } };
  expect(verdictsOf('all-fail', 'retries', many)).toEqual(['attempts per call ≤ 1.1: not met']);
});

test('overload: goodput, latency and critical calls, each for itself', () => {
  const overload = {
    ...{ capacityPerSecond: 100, goodputPerSecond: 91, criticalServed: 0.98 },
    ...{ admittedP99Ms: 50, unloadedP99Ms: 20 },
  };
  expect(verdictsOf('overload-2x', 'no retries', { overload })).toEqual([
    'goodput / capacity ≥ 0.900: met',
    'admitted p99 / unloaded p99 ≤ 2: not met',
    'critical served ≥ 0.990: not met',
  ]);
});

test('nobody there: refused fast, and back fast', () => {
  const absence = { refusedP99Ms: 51, backMs: undefined };
  expect(verdictsOf('scale-to-zero', 'no retries', { absence })).toEqual([
    'refused within ms ≤ 50: not met',
    'back within ms ≤ 500: not met',
  ]);
});
