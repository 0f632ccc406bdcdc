import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runIdleBurstTrace } from '../../test/idle-burst-trace.ts';
import { createSeededRandom } from '../../test/seeded-random.ts';

// bench/window-fuzz.ts does the same a million times.
test('over bursts and idle hours a breaker opens when a list of every call says so, and never else', () => {
  const opens: number[] = [];
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const result = runIdleBurstTrace(createSeededRandom(seed));
      expect(result).toMatchObject({ wrongOpens: 0, missedOpens: 0 });
      opens.push(result.opens);
    }),
    { numRuns: 2000 },
  );
  // Otherwise the traces would prove nothing.
  expect(opens.filter((count) => count > 0).length).toBeGreaterThan(500);
  expect(opens.filter((count) => count === 0).length).toBeGreaterThan(100);
});
