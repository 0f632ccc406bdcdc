import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LimitStep, roomyLimit } from './limit-step.ts';

const after = (
  windows: number,
  start: number,
  seenAt: (limit: number) => { inFlight: number; ratio: number; isUsed: boolean },
) => {
  const step = new LimitStep();
  let limit = start;
  for (let i = 0; i < windows; i += 1) limit = step.next(limit, seenAt(limit));
  return limit;
};
/** A full server of so many workers: by Little's law latency grows as the calls in flight do. */
const full = (workers: number) => (limit: number) => ({
  inFlight: limit,
  ratio: Math.max(1, limit / workers),
  isUsed: true,
});

test('from above and from below it settles near the calls at work and room for a queue', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 1_000 }),
      (workers, start) => {
        const limit = after(80, start, full(workers));
        expect(Math.abs(limit - roomyLimit(workers, 1))).toBeLessThan(2 + workers * 0.08);
      },
    ),
  );
});

test('a limit that is not used never grows', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 50, noNaN: true }),
      fc.double({ min: 0.5, max: 10, noNaN: true }),
      (inFlight, ratio) => {
        expect(after(20, 60, () => ({ inFlight, ratio, isUsed: false }))).toBeLessThanOrEqual(60);
      },
    ),
  );
});

test('four times the capacity is found within 20 windows', () => {
  expect(after(20, 11.5, full(40))).toBeGreaterThan(0.85 * 41.5);
});

test('growth is no more than by half in a window, however long it goes on', () => {
  const step = new LimitStep();
  let limit = 2;
  for (let i = 0; i < 30; i += 1) {
    const next = step.next(limit, full(100_000)(limit));
    expect(next).toBeLessThanOrEqual(limit * 1.5 + 1);
    limit = next;
  }
});
