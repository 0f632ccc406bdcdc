import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RetryHint } from './retry-hint.ts';

/** One second of so many calls, of which a share is refused; the last refusal. */
function lastRefusal(refusedShare: number, random = () => 0.5) {
  const hint = new RetryHint(random);
  for (let i = 0; i < 1_000; i += 1) {
    if ((i * refusedShare) % 1 >= refusedShare) hint.served(i);
    else hint.refuse('OVERLOADED', i);
  }
  return hint.refuse('OVERLOADED', 1_000);
}

test('where a part is refused, it may come again after a while', () => {
  const { retryAfterMs, pushbackMs } = lastRefusal(0.3);
  expect(pushbackMs).toBe(retryAfterMs);
  expect(retryAfterMs).toBeGreaterThan(150);
  expect(retryAfterMs).toBeLessThan(300);
});

test('where most is refused, no retry is wanted at all', () => {
  expect(lastRefusal(0.75).pushbackMs).toBe(-1);
});

test('the first refusal of all asks for a retry', () => {
  const hint = new RetryHint(() => 0.5);
  for (let i = 0; i < 100; i += 1) hint.served(i);
  expect(hint.refuse('OVERLOADED', 100).pushbackMs).toBeGreaterThan(0);
});

test('a rate limit says when there is a token, and never earlier', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.integer({ min: 1, max: 10_000 }),
      (r, waitMs) => {
        const { retryAfterMs, pushbackMs } = new RetryHint(() => r).refuseFor(
          'RATE_LIMITED',
          waitMs,
        );
        expect(retryAfterMs).toBeGreaterThanOrEqual(waitMs);
        expect(retryAfterMs).toBeLessThanOrEqual(waitMs * 1.25 + 1);
        expect(pushbackMs).toBe(retryAfterMs);
      },
    ),
  );
});

test('the more is refused the longer the wait, up to 5 s and a quarter', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (share) => {
      const { retryAfterMs } = lastRefusal(share);
      expect(retryAfterMs).toBeGreaterThanOrEqual(75);
      expect(retryAfterMs).toBeLessThanOrEqual(6_250);
    }),
  );
  expect(lastRefusal(0.9).retryAfterMs).toBeGreaterThan(lastRefusal(0.5).retryAfterMs);
});
