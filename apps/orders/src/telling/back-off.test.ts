import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backOffMs } from './back-off.ts';

test('the bound doubles from the first wait to the longest', () => {
  const bound = (failures: number) =>
    backOffMs(failures, { firstMs: 100, longestMs: 2000 }, () => 1);
  expect([1, 2, 3, 5, 6, 5000].map(bound)).toEqual([100, 200, 400, 1600, 2000, 2000]);
});

test('a wait is anywhere below its bound, and never above the longest', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, at) => {
        const waitMs = backOffMs(n, { firstMs: 100, longestMs: 2000 }, () => at);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(2000);
      },
    ),
  );
});
