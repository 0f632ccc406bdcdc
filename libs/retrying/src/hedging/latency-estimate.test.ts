import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LatencyEstimate } from './latency-estimate.ts';

const HALF_LIFE_MS = 10_000;
/** A bucket's middle is at most so far off, as a factor. */
const TOLERANCE = Math.sqrt(1.08) * 1.0001;

interface Sample {
  readonly tookMs: number;
  readonly atMs: number;
}

/** Remembers everything, and weighs it anew. */
function exactQuantile(samples: readonly Sample[], share: number, nowMs: number): number {
  const weighed = samples
    .map(({ tookMs, atMs }) => ({ tookMs, weight: 2 ** ((atMs - nowMs) / HALF_LIFE_MS) }))
    .toSorted((left, right) => left.tookMs - right.tookMs);
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  // As much as rounding may shift the edge of a share.
  const isReached = ({ weight }: { weight: number }) => (sum += weight) >= share * total - 1e-9;
  return weighed.find(isReached)!.tookMs;
}

test('is within 4 % of the quantile of all samples, weighed by their age', () => {
  const samples = fc.array(
    fc.record({
      // From 0.1 ms to 10 min, evenly on a logarithmic scale.
      tookMs: fc.double({ min: -1, max: 5.7, noNaN: true }).map((power) => 10 ** power),
      pauseMs: fc.oneof(
        { weight: 9, arbitrary: fc.double({ min: 0, max: 100, noNaN: true }) },
        { weight: 1, arbitrary: fc.double({ min: 0, max: 600_000, noNaN: true }) },
      ),
    }),
    { minLength: 1, maxLength: 200 },
  );
  const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(samples, share, (given, wanted) => {
      const estimate = new LatencyEstimate(0);
      const seen: Sample[] = [];
      let nowMs = 0;
      for (const { tookMs, pauseMs } of given) {
        nowMs += pauseMs;
        estimate.add(tookMs, nowMs);
        seen.push({ tookMs, atMs: nowMs });
      }
      const found = estimate.quantile(wanted);
      // The neighbours, for a share that falls on the edge between two samples.
      const lower = exactQuantile(seen, Math.max(wanted - 1e-6, 0), nowMs);
      const upper = exactQuantile(seen, Math.min(wanted + 1e-6, 1), nowMs);
      expect(found).toBeGreaterThanOrEqual(lower / TOLERANCE);
      expect(found).toBeLessThanOrEqual(upper * TOLERANCE);
    }),
    { numRuns: 300 },
  );
});

test('weighs a sample half after ten seconds, whatever happens meanwhile', () => {
  const estimate = new LatencyEstimate(0);
  for (let i = 0; i < 100; i += 1) estimate.add(5, 0);
  expect(estimate.weight(0)).toBeCloseTo(100);
  expect(estimate.weight(10_000)).toBeCloseTo(50);
  expect(estimate.weight(30_000)).toBeCloseTo(12.5);
  // Beyond the time after which the weights are scaled back.
  estimate.add(5, 1_000_000);
  expect(estimate.weight(1_000_000)).toBeCloseTo(1);
});

test('follows a step of the latency within seconds', () => {
  const estimate = new LatencyEstimate(0);
  for (let ms = 0; ms < 60_000; ms += 10) estimate.add(5, ms);
  for (let ms = 60_000; ms < 62_000; ms += 10) estimate.add(50, ms);
  expect(estimate.quantile(0.95)).toBeGreaterThan(45);
});

test.each([0, -1, 1e-9, 1e9, Infinity])('takes %d ms for the nearest that it knows', (tookMs) => {
  const estimate = new LatencyEstimate(0);
  estimate.add(tookMs, 0);
  expect(estimate.quantile(0.5)).toBeGreaterThan(0.09);
  expect(estimate.quantile(0.5)).toBeLessThan(700_000);
});

test('knows nothing at first', () => {
  expect(new LatencyEstimate(0).quantile(0.5)).toBeNaN();
  expect(new LatencyEstimate(0).weight(0)).toBe(0);
});
