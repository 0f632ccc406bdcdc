import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BUCKETS, bucketOf, percentileOf } from './latency-histogram.ts';

it('tells percentiles within 8 % of the exact ones', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.2, max: 100_000, noNaN: true }), {
        minLength: 1,
        maxLength: 200,
      }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (durations, ratio) => {
        const counts = new Uint32Array(BUCKETS);
        for (const durationMs of durations) counts[bucketOf(durationMs)]! += 1;
        const sorted = durations.toSorted((one, other) => one - other);
        const exact = sorted[Math.ceil(sorted.length * ratio) - 1]!;
        expect(percentileOf(counts, ratio)! / exact).toBeGreaterThan(0.92);
        expect(percentileOf(counts, ratio)! / exact).toBeLessThan(1.08);
      },
    ),
  );
});

it('knows nothing where nothing was counted', () => {
  expect(percentileOf(new Uint32Array(BUCKETS), 0.5)).toBeNull();
});

it('puts any duration into a bucket', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, noNaN: true }), (durationMs) => {
      expect(bucketOf(durationMs)).toBeGreaterThanOrEqual(0);
      expect(bucketOf(durationMs)).toBeLessThan(BUCKETS);
    }),
  );
});
