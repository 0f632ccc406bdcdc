import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('a wait is at random below a bound that doubles up to its maximum', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failures, random) => {
        const waitMs = backoffMs(failures, { baseMs: 100, maxMs: 2000 }, () => random);
        const boundMs = failures > 5 ? 2000 : 100 * 2 ** (failures - 1);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(Math.min(2000, boundMs));
        expect(waitMs).toBeCloseTo(random * Math.min(2000, boundMs));
      },
    ),
  );
});
