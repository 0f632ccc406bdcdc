import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LookSchedule } from './look-schedule.ts';

test('nothing is looked into before something was found', () => {
  expect(new LookSchedule().isDue(1e9)).toBe(false);
});

test('what was just found is looked into soon, three times, then every 10 s', () => {
  const looks = new LookSchedule();
  looks.soon(0);
  const times: number[] = [];
  for (let nowMs = 0; nowMs <= 30_000; nowMs += 100) {
    if (looks.isDue(nowMs)) {
      times.push(nowMs);
      looks.looked(100, nowMs);
    }
  }
  expect(times).toEqual([1_000, 2_000, 3_000, 4_000, 14_000, 24_000]);
});

test('in the long run looks take a twentieth of the time at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_000 }), (tookMs) => {
      const looks = new LookSchedule();
      looks.soon(0);
      let looking = 0;
      for (let nowMs = 0; nowMs <= 1_000_000; nowMs += 50) {
        if (!looks.isDue(nowMs)) continue;
        looking += tookMs;
        looks.looked(tookMs, nowMs);
      }
      expect(looking / 1_000_000).toBeLessThanOrEqual(0.06);
    }),
    { numRuns: 20 },
  );
});
