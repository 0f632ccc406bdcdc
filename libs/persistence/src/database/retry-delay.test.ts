import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

it('doubles up to the longest delay, and takes between half and all of it', () => {
  const property = fc.property(
    fc.integer({ min: 1, max: 1_000 }),
    fc.integer({ min: 1, max: 500 }),
    fc.integer({ min: 500, max: 100_000 }),
    fc.double({ min: 0, max: 0.999, noNaN: true }),
    (attempt, firstMs, longestMs, random) => {
      const delayMs = retryDelayMs(attempt, { firstMs, longestMs }, () => random);
      const full = Math.min(firstMs * 2 ** (attempt - 1), longestMs);
      expect(delayMs).toBeGreaterThanOrEqual(full / 2);
      expect(delayMs).toBeLessThanOrEqual(full);
    },
  );
  fc.assert(property);
});
