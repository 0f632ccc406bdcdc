import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LATENCY_BUCKETS } from './buckets.ts';
import { HistogramValues } from './histogram-values.ts';

test('a value falls into the first bucket whose bound is not below it', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { maxLength: 40 }),
      fc.double({ noNaN: true, min: -2e6, max: 2e6 }),
      (unsorted, value) => {
        const bounds = unsorted.sort((a, b) => a - b);
        const naive = bounds.findIndex((bound) => value <= bound);
        const found = new HistogramValues(bounds).findBucket(value);
        expect(found).toBe(naive === -1 ? bounds.length : naive);
      },
    ),
  );
});

test('counts add up, whatever is recorded', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: 0, max: 200 })), (values) => {
      const histogram = new HistogramValues(LATENCY_BUCKETS);
      for (const value of values) histogram.record(value);
      expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
      expect(histogram.count).toBe(values.length);
      expect(histogram.sum).toBeCloseTo(values.reduce((sum, value) => sum + value, 0));
    }),
  );
});

test('a bucket shows its last sampled value, and none that was not sampled', () => {
  const histogram = new HistogramValues([1]);
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
  histogram.record(0.5, span);
  histogram.record(0.6);
  histogram.record(2);
  expect(histogram.exemplars[0]).toMatchObject({ value: 0.5, span });
  expect(histogram.exemplars[1]).toBeUndefined();
});
