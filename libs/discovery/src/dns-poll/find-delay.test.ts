import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findDelayMs, maxDelayMs, minDelayMs } from './find-delay.ts';

test('follows the time to live', () => {
  expect(findDelayMs({ ttlSeconds: 5, failures: 0 }, 0)).toBe(5_000);
});

test('does not become a storm where the time to live is 0', () => {
  expect(findDelayMs({ ttlSeconds: 0, failures: 0 }, 0)).toBe(minDelayMs);
});

test('does not wait for a day because a record says so', () => {
  expect(findDelayMs({ ttlSeconds: 86_400, failures: 0 }, 0)).toBe(maxDelayMs);
});

test('doubles with each failure', () => {
  const delays = [1, 2, 3].map((failures) => findDelayMs({ ttlSeconds: 5, failures }, 0));
  expect(delays).toEqual([1_000, 2_000, 4_000]);
});

test('stays within its bounds, a fifth less at the most', () => {
  const history = fc.record({
    ttlSeconds: fc.option(fc.nat(), { nil: undefined }),
    failures: fc.nat(),
  });
  fc.assert(
    fc.property(
      history,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (past, random) => {
        const delayMs = findDelayMs(past, random);
        expect(delayMs).toBeGreaterThan(minDelayMs * 0.8 - 1);
        expect(delayMs).toBeLessThanOrEqual(maxDelayMs);
      },
    ),
  );
});
