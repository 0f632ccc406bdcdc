import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CancelAllowance, resolveHedgeCancelOptions } from './cancel-allowance.ts';

/**
 * The rule by which nghttp2, and so Node, ends a connection (`nghttp2_ratelim_drain`, whole seconds):
 * 1000 resets, and 33 more for each second.
 */
class NodeResetLimit {
  #left = 1000;
  #second = 0;

  isExceededBy(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000);
    this.#left = Math.min(1000, this.#left + 33 * (second - this.#second));
    this.#second = second;
    this.#left -= 1;
    return this.#left < 0;
  }
}

const pausesMs = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.double({ min: 0, max: 200, noNaN: true }) },
    { weight: 1, arbitrary: fc.double({ min: 0, max: 60_000, noNaN: true }) },
  ),
  { maxLength: 400 },
);

test('all cancels of hedges on one connection never exceed what Node’s servers bear', () => {
  fc.assert(
    fc.property(pausesMs, (pauses) => {
      const allowance = new CancelAllowance(resolveHedgeCancelOptions(), 0);
      const limit = new NodeResetLimit();
      let nowMs = 0;
      let exceeded = 0;
      for (const pauseMs of pauses) {
        nowMs += pauseMs;
        for (let i = 0; i < 20 && allowance.tryTake(nowMs, 1); i += 1) {
          if (limit.isExceededBy(nowMs)) exceeded += 1;
        }
      }
      expect(exceeded).toBe(0);
    }),
  );
});

test('in any time no more are taken than the burst and what came back in it', () => {
  fc.assert(
    fc.property(
      pausesMs,
      fc.integer({ min: 1, max: 50 }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      (pauses, burst, perSecond) => {
        const allowance = new CancelAllowance({ burst, perSecond }, 0);
        const taken: number[] = [];
        let nowMs = 0;
        for (const pauseMs of pauses) {
          nowMs += pauseMs;
          if (allowance.tryTake(nowMs, 1)) taken.push(nowMs);
        }
        const excess = taken.flatMap((fromMs, from) =>
          taken
            .slice(from)
            .map((toMs, index) => index + 1 - (burst + ((toMs - fromMs) * perSecond) / 1000)),
        );
        expect(Math.max(0, ...excess)).toBeLessThan(1e-6);
      },
    ),
    { numRuns: 50 },
  );
});

test('what is given back can be taken again, never more than the burst', () => {
  const allowance = new CancelAllowance({ burst: 3, perSecond: 1 }, 0);
  expect(allowance.tryTake(0, 4)).toBe(false);
  expect(allowance.tryTake(0, 3)).toBe(true);
  expect(allowance.tryTake(0, 1)).toBe(false);
  allowance.giveBack(2);
  expect(allowance.available(0)).toBe(2);
  allowance.giveBack(5);
  expect(allowance.available(0)).toBe(3);
});

test('a smaller burst takes away what is above it', () => {
  const allowance = new CancelAllowance({ burst: 100, perSecond: 1 }, 0);
  allowance.update({ burst: 10, perSecond: 1 }, 0);
  expect(allowance.available(0)).toBe(10);
});

test.each([
  [{ perSecond: 0 }, 'hedgeCancels.perSecond must be a number within [0.01, 1000], got 0'],
  [{ burst: 1.5 }, 'hedgeCancels.burst must be a whole number, got 1.5'],
])('%j is refused', (options, message) => {
  expect(() => resolveHedgeCancelOptions(options)).toThrow(message);
});
