import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleDelayMs } from './delay.ts';
import type { Delay } from './fault.ts';

const ms = fc.double({ min: 0, max: 60_000, noNaN: true });
const delay: fc.Arbitrary<Delay> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), ms }),
  fc.tuple(ms, ms).map(([one, other]) => ({
    ...{ kind: 'uniform' as const, minMs: Math.min(one, other), maxMs: Math.max(one, other) },
  })),
  fc.record({ kind: fc.constant('exponential' as const), meanMs: ms }),
  fc.record({
    kind: fc.constant('lognormal' as const),
    medianMs: ms,
    sigma: fc.double({ min: 0, max: 5, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('pareto' as const),
    minMs: ms,
    shape: fc.double({ min: 0.1, max: 100, noNaN: true }),
  }),
);

test('whatever the law and the chance, a delay is within 0 to 60 000 ms', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(delay, fc.array(chance, { minLength: 2, maxLength: 2 }), (law, chances) => {
      const sampled = sampleDelayMs(law, () => chances.shift() ?? 0);
      expect(sampled).toBeGreaterThanOrEqual(0);
      expect(sampled).toBeLessThanOrEqual(60_000);
    }),
  );
});

// [law, its median, its p99], from the inverse of its distribution function.
test.each<[Delay, number, number]>([
  [{ kind: 'fixed', ms: 7 }, 7, 7],
  [{ kind: 'uniform', minMs: 10, maxMs: 20 }, 15, 19.9],
  [{ kind: 'exponential', meanMs: 10 }, 6.93, 46.05],
  [{ kind: 'pareto', minMs: 10, shape: 2 }, 14.14, 100],
  [{ kind: 'lognormal', medianMs: 10, sigma: 1 }, 10, 102.4],
])('%o has its median at %d ms and its p99 at %d ms', (law, median, p99) => {
  const random = createRandom();
  const sorted = Array.from({ length: 100_000 }, () => sampleDelayMs(law, random)).sort(
    (one, other) => one - other,
  );
  expect(sorted[50_000]! / median).toBeCloseTo(1, 1);
  expect(sorted[99_000]! / p99).toBeCloseTo(1, 1);
});

/** A linear congruential generator (Numerical Recipes): the same numbers in every run. */
function createRandom(): () => number {
  let state = 1;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}
