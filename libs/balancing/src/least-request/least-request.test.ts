import { expect, test } from 'vitest';
import { PickRun, variation } from '../../test/run-picks.ts';
import { leastRequestPolicy } from './least-request.ts';

const names = (count: number) => Array.from({ length: count }, (_, i) => `host-${i}`);

test('an idle fleet gets its calls evenly', () => {
  const calls = new PickRun(leastRequestPolicy, {}, { names: names(10) }).callsBySlot(100_000, 1);
  expect(variation([...calls.values()])).toBeLessThan(0.03);
});

test('of two that are drawn, the one with fewer calls in flight is taken', () => {
  const run = new PickRun(leastRequestPolicy, { choiceCount: 10 }, { names: names(2) });
  for (let i = 0; i < 1_000; i += 1) run.start();
  const [one, other] = run.table.outstanding.values;
  expect(Math.abs(one! - other!)).toBeLessThanOrEqual(8);
});

test('an endpoint of twice the weight holds twice the calls', () => {
  const run = new PickRun(leastRequestPolicy, { choiceCount: 10 });
  run.add('light', { weight: 1 });
  run.add('heavy', { weight: 2 });
  for (let i = 0; i < 900; i += 1) run.start();
  expect(run.table.outstanding.values[1]! / run.table.outstanding.values[0]!).toBeCloseTo(2, 0);
});

test('more than ten choices count as ten', () => {
  expect(leastRequestPolicy.parseConfig({ choice_count: 50 })).toEqual({ choiceCount: 10 });
});

test.each([
  [{ choiceCount: 1 }, 'choiceCount must be within [2, 4294967295], got 1'],
  [{ choiceCount: 2.5 }, 'choiceCount must be an integer, got 2.5'],
  [{ choices: 2 }, 'choices is not a field; known: choiceCount'],
])('the configuration %j is refused', (json, message) => {
  expect(() => leastRequestPolicy.parseConfig(json)).toThrow(message);
});
