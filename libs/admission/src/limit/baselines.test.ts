import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Baselines } from './baselines.ts';

/** A method that was called so often, and took so long each time. */
function known(calls: number, tookMs: number) {
  const baselines = new Baselines();
  const method = baselines.methodOf('/a/b');
  const count = (n: number, ms: number) => {
    for (let i = 0; i < n; i += 1) baselines.count(method, ms);
  };
  count(calls, tookMs);
  baselines.learn('unloaded');
  return { baselines, method, count };
}

test('a method is not known before it was called some times', () => {
  expect(known(15, 10).method.baselineMs).toBeNaN();
  expect(known(16, 10).method.baselineMs).toBe(10);
});

test('calls without a queue move it by their number', () => {
  const { baselines, method, count } = known(100, 10);
  count(100, 11);
  baselines.learn('unloaded');
  expect(method.baselineMs).toBeCloseTo(10.5, 1);
});

test('calls that may have queued leave it', () => {
  const { baselines, method, count } = known(100, 10);
  count(100, 50);
  baselines.learn('loaded');
  expect(method.baselineMs).toBe(10);
});

test('calls that are faster than it beyond chance replace it, queue or not', () => {
  const { baselines, method, count } = known(100, 10);
  count(100, 3);
  baselines.learn('loaded');
  expect(method.baselineMs).toBe(3);
});

test('calls without a queue that are slower beyond chance replace it, too', () => {
  const { baselines, method, count } = known(400, 10);
  count(100, 40);
  baselines.learn('unloaded');
  expect(method.baselineMs).toBe(40);
});

test('a baseline that was too low is scaled, and learns on from there', () => {
  const { baselines, method } = known(400, 10);
  baselines.scale(1.5);
  expect(method.baselineMs).toBe(15);
});

test('a report beside a read is another method, not a slow one', () => {
  const { baselines, method } = known(100, 1);
  const report = baselines.methodOf('/a/report');
  for (let i = 0; i < 100; i += 1) baselines.count(report, 200);
  expect([method.baselineMs, report.baselineMs]).toEqual([1, 200]);
});

test('calls that had no queue before them prove it, and say when', () => {
  const { baselines, method } = known(100, 10);
  for (let i = 0; i < 11; i += 1) baselines.countFree(method, 10, i);
  expect(method.provenMs).toBe(-Infinity);
  expect(baselines.countFree(method, 10, 500)).toBe(false);
  expect(method.provenMs).toBe(500);
});

test('they replace it where they differ beyond chance, and say so', () => {
  const { baselines, method } = known(400, 10);
  for (let i = 0; i < 11; i += 1) baselines.countFree(method, 160, i);
  expect(baselines.countFree(method, 160, 500)).toBe(true);
  expect(method.baselineMs).toBe(160);
});

test('they are one by themselves where nothing is known', () => {
  const baselines = new Baselines();
  const method = baselines.methodOf('/a/b');
  for (let i = 0; i < 12; i += 1) baselines.countFree(method, 7, i);
  expect(method.baselineMs).toBe(7);
});

test('made-up methods take no more memory than a thousand', () => {
  const baselines = new Baselines();
  for (let i = 0; i < 5_000; i += 1) baselines.methodOf(`/a/${i}`);
  expect(baselines.methodOf('/a/4998')).toBe(baselines.methodOf('/a/4999'));
});

test('it stays between the fastest and the slowest that it was shown', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.double({ min: 1, max: 100, noNaN: true }),
          fc.constantFrom('unloaded', 'loaded'),
        ),
        { minLength: 1 },
      ),
      (batches) => {
        const { baselines, method, count } = known(10, 50);
        for (const [ms, circumstance] of batches) {
          count(20, ms);
          baselines.learn(circumstance as 'unloaded' | 'loaded');
        }
        const shown = batches.map(([ms]) => ms).concat(50);
        expect(method.baselineMs).toBeGreaterThanOrEqual(Math.min(...shown) - 1e-9);
        expect(method.baselineMs).toBeLessThanOrEqual(Math.max(...shown) + 1e-9);
      },
    ),
  );
});
