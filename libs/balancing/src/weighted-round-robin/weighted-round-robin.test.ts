import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PickRun, variation } from '../../test/run-picks.ts';
import { emptyLoadReport } from '../load-report/load-report.ts';
import { weightedRoundRobinPolicy } from './weighted-round-robin.ts';

const report = (
  requestsPerSecond: number,
  applicationUtilization: number,
  errorsPerSecond = 0,
) => ({
  ...emptyLoadReport(),
  requestsPerSecond,
  applicationUtilization,
  errorsPerSecond,
});
const names = (count: number) => Array.from({ length: count }, (_, i) => `host-${i}`);
const noBlackout = { blackoutPeriod: '0s', weightUpdatePeriod: '0.1s' };

/** Shares of 10 000 calls after each endpoint has reported as `reports` says; null = no report. */
function shares(reports: readonly (ReturnType<typeof report> | null)[], json: object = noBlackout) {
  const run = new PickRun(weightedRoundRobinPolicy, json, { names: names(reports.length) });
  const outcomeOf = (slot: number) => ({ report: reports[slot] ?? undefined });
  run.callsBySlot(200, 10, outcomeOf);
  const calls = run.callsBySlot(10_000, 10, outcomeOf);
  return reports.map((_, slot) => (calls.get(slot) ?? 0) / 10_000);
}

test('calls follow the weights that the reports give', () => {
  const [slow, fast, middle] = shares([report(10, 0.5), report(30, 0.5), report(20, 0.5)]);
  expect(slow).toBeCloseTo(1 / 6, 2);
  expect(fast).toBeCloseTo(3 / 6, 2);
  expect(middle).toBeCloseTo(2 / 6, 2);
});

test('an endpoint without a weight gets the mean share, and is never starved', () => {
  const all = shares([report(100, 0.5), report(100, 0.5), report(100, 0.5), null]);
  for (const share of all) expect(share).toBeCloseTo(0.25, 2);
});

test('with one weight only all are alike', () => {
  const all = shares([report(100, 0.1), null, null, null]);
  for (const share of all) expect(share).toBeCloseTo(0.25, 2);
});

test('errors count against an endpoint', () => {
  const [clean, failing] = shares([report(100, 0.5), report(100, 0.5, 50)]);
  expect(clean! / failing!).toBeCloseTo(2, 1);
});

test('one absurd report starves nobody', () => {
  const all = shares([report(1e9, 0.001), report(10, 0.5), report(10, 0.5), report(10, 0.5)]);
  for (const share of all) expect(share).toBeGreaterThan(0.02);
});

test('a weight waits for the blackout to end and is forgotten after its expiration', () => {
  const json = { blackoutPeriod: '1s', weightExpirationPeriod: '5s', weightUpdatePeriod: '0.1s' };
  const run = new PickRun(weightedRoundRobinPolicy, json, { names: names(2) });
  const outcomeOf = (slot: number) => ({ report: report(slot === 0 ? 10 : 30, 0.5) });
  const during = run.callsBySlot(90, 10, outcomeOf);
  expect(during.get(0)! / 90).toBeCloseTo(0.5, 1);
  run.callsBySlot(40, 10, outcomeOf);
  const after = run.callsBySlot(100, 10, outcomeOf);
  expect(after.get(0)! / 100).toBeCloseTo(0.25, 1);
  run.clock.nowMs += 6_000;
  const expired = run.callsBySlot(100, 10);
  expect(expired.get(0)! / 100).toBeCloseTo(0.5, 1);
});

test('an endpoint that joins between two updates has its share at once', () => {
  const run = new PickRun(weightedRoundRobinPolicy, { blackoutPeriod: '0s' }, { names: names(3) });
  const outcomeOf = () => ({ report: report(100, 0.5) });
  run.callsBySlot(1_000, 10, outcomeOf);
  const slot = run.add('newcomer');
  const calls = run.callsBySlot(90, 10, outcomeOf);
  expect(calls.get(slot)! / 90).toBeCloseTo(0.25, 1);
});

test('weights of discovery are used where they are asked for', () => {
  const run = new PickRun(weightedRoundRobinPolicy, { useStaticWeights: true });
  for (const weight of [1, 2, 5]) run.add(`weight-${weight}`, { weight });
  const calls = run.callsBySlot(8_000, 1);
  expect([0, 1, 2].map((slot) => Math.round(calls.get(slot)! / 1_000))).toEqual([1, 2, 5]);
});

describe('the schedule', () => {
  test('gives every endpoint its share of any weights, within one part in ten', () => {
    const weights = fc.array(fc.integer({ min: 10, max: 90 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(weights, (list) => {
        const all = shares(list.map((weight) => report(weight, 1)));
        const total = list.reduce((sum, weight) => sum + weight, 0);
        const errors = list.map((weight, i) => all[i]! / (weight / total));
        expect(variation(errors)).toBeLessThan(0.1);
      }),
      { numRuns: 30 },
    );
  });

  test('spaces the turns of an endpoint evenly', () => {
    const run = new PickRun(weightedRoundRobinPolicy, { useStaticWeights: true });
    run.add('heavy', { weight: 3 });
    run.add('light', { weight: 1 });
    const turns: number[] = [];
    for (let i = 0; i < 400; i += 1) {
      const slot = run.start();
      run.end(slot);
      if (slot === 1) turns.push(i);
    }
    const gaps = turns.slice(1).map((turn, i) => turn - turns[i]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(6);
  });
});

test.each([
  [{ blackoutPeriod: 10 }, 'blackoutPeriod must be a duration such as "1.5s", got 10'],
  [{ errorUtilizationPenalty: -1 }, 'errorUtilizationPenalty must be at least 0, got -1'],
  [{ enableOobLoadReport: true }, 'enableOobLoadReport must be false'],
])('the configuration %j is refused', (json, message) => {
  expect(() => weightedRoundRobinPolicy.parseConfig(json)).toThrow(message);
});
