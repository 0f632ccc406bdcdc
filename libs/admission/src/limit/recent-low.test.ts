import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentLow } from './recent-low.ts';

test('it is the fewest of the last interval, or of the last two', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 150 }), fc.nat(20)), { minLength: 1 }),
      (steps) => {
        const low = new RecentLow(100);
        const seen: { readonly nowMs: number; readonly inFlight: number }[] = [];
        let nowMs = 0;
        for (const [passMs, inFlight] of steps) {
          nowMs += passMs;
          low.pass(nowMs, inFlight);
          seen.push({ nowMs, inFlight });
        }
        const fewestSince = (sinceMs: number) =>
          Math.min(...seen.filter((one) => one.nowMs >= sinceMs).map((one) => one.inFlight));
        expect(low.inFlight).toBeLessThanOrEqual(fewestSince(nowMs - 99));
        // Nothing is remembered for ever: at the beginning there was nobody.
        const lowest = nowMs < 350 ? 0 : fewestSince(nowMs - 350);
        expect(low.inFlight).toBeGreaterThanOrEqual(lowest);
      },
    ),
  );
});
