import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOff } from './back-off.ts';

const uptimesMs = fc.array(fc.nat({ max: 200_000 }), { minLength: 1, maxLength: 60 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the back-off', () => {
  it('starts short and doubles up to its limit', () => {
    const delays: number[] = [];
    let state = { failures: 0 };
    for (let i = 0; i < 9; i++) {
      const verdict = backOff(state, 0, 1);
      delays.push(verdict.delayMs);
      state = verdict;
    }
    expect(delays).toEqual([200, 400, 800, 1600, 3200, 6400, 12_800, 15_000, 15_000]);
  });

  it('speaks of a crash loop from the fourth failure in a row', () => {
    const loops = [0, 1, 2, 3, 4].map((failures) => backOff({ failures }, 10, 0.5).isCrashLoop);
    expect(loops).toEqual([false, false, false, true, true]);
  });

  it('forgets failures after a healthy minute', () => {
    expect(backOff({ failures: 7 }, 59_999, 0).failures).toBe(8);
    expect(backOff({ failures: 7 }, 60_000, 0).failures).toBe(1);
  });

  it('always waits, never longer than its limit, and at least half of the step', () => {
    fc.assert(
      fc.property(uptimesMs, random, (uptimes, chance) => {
        let state = { failures: 0 };
        for (const uptimeMs of uptimes) {
          const verdict = backOff(state, uptimeMs, chance);
          const stepMs = Math.min(15_000, 200 * 2 ** (verdict.failures - 1));
          expect(verdict.delayMs).toBeGreaterThanOrEqual(stepMs / 2);
          expect(verdict.delayMs).toBeLessThanOrEqual(stepMs);
          state = verdict;
        }
      }),
    );
  });

  it('counts exactly the failures since the last healthy run', () => {
    fc.assert(
      fc.property(uptimesMs, (uptimes) => {
        let state = { failures: 0 };
        for (const uptimeMs of uptimes) state = backOff(state, uptimeMs, 0);
        const lastHealthy = uptimes.findLastIndex((uptimeMs) => uptimeMs >= 60_000);
        expect(state.failures).toBe(uptimes.length - Math.max(lastHealthy, 0));
      }),
    );
  });
});
