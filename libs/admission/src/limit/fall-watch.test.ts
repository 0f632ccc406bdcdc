import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FallWatch } from './fall-watch.ts';

/** The limit falls from 100, a step a window; what is done meanwhile is `throughputAt`. */
function fall(throughputAt: (limit: number) => number, ratio: number) {
  const watch = new FallWatch();
  watch.restart(throughputAt(100), ratio);
  for (let limit = 100; limit >= 40; limit -= 2) {
    const unearned = watch.observe(limit, throughputAt(limit), ratio);
    if (unearned !== undefined) return unearned;
  }
  return undefined;
}

test('a fall behind which as much is done was earned', () => {
  expect(fall(() => 1_000, 1.2)).toBeUndefined();
});

test('a fall with which throughput falls is taken back, and the baseline raised', () => {
  const unearned = fall((limit) => limit * 10, 1.2)!;
  expect(unearned.limit).toBe(100);
  expect(unearned.ratio).toBeCloseTo(1.2);
});

test('what was seen before another state of things is no measure for it', () => {
  const watch = new FallWatch();
  watch.observe(100, 10_000, 1);
  watch.restart(100, 1);
  expect(watch.observe(50, 100, 1.2)).toBeUndefined();
});

test('a server whose queue is longer than the fall never gets its limit back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 1_000 }),
      (workers, ms) => {
        expect(fall((limit) => (Math.min(limit, workers) / ms) * 1_000, 2)).toBeUndefined();
      },
    ),
  );
});
