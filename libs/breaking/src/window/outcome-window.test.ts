import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExactWindow } from '../../test/exact-window.ts';
import { OutcomeWindow } from './outcome-window.ts';

const counts = ({ total, failed, slow }: OutcomeWindow) => ({ total, failed, slow });

describe('a window', () => {
  test('counts what ended within it', () => {
    const window = new OutcomeWindow(3200);
    window.record(10, true, false);
    window.record(500, false, true);
    window.record(900, true, true);
    expect(counts(window)).toEqual({ total: 3, failed: 2, slow: 2 });
  });

  test('forgets by the clock alone, in steps of a 32nd', () => {
    const window = new OutcomeWindow(3200);
    window.record(50, true, false);
    window.record(150, true, false);
    window.expire(3199);
    expect(window.failed).toBe(2);
    window.expire(3200);
    expect(window.failed).toBe(1);
    window.expire(3300);
    expect(window.failed).toBe(0);
  });

  test('is empty after an idle hour', () => {
    const window = new OutcomeWindow(10_000);
    for (let call = 0; call < 45; call++) window.record(call, true, false);
    window.record(3_600_000, true, false);
    expect(counts(window)).toEqual({ total: 1, failed: 1, slow: 0 });
  });

  test('takes time that runs backwards for time that stands still', () => {
    const window = new OutcomeWindow(3200);
    window.record(5000, true, false);
    window.record(100, true, false);
    expect(window.failed).toBe(2);
    window.expire(5000 + 3200);
    expect(window.failed).toBe(0);
  });

  test('keeps what it knows when it becomes longer or shorter', () => {
    const window = new OutcomeWindow(3200);
    for (let call = 0; call < 32; call++) window.record(call * 100, call % 2 === 0, false);
    window.resize(6400, 3150);
    expect(counts(window)).toEqual({ total: 32, failed: 16, slow: 0 });
    window.resize(1600, 3150);
    expect(counts(window)).toEqual({ total: 16, failed: 8, slow: 0 });
    window.expire(3150 + 1600);
    expect(window.total).toBe(0);
  });
});

/** Bursts of calls, and pauses of up to hours between them. */
const trace = fc.array(
  fc.record({
    pauseMs: fc.oneof(
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.double({ min: 0, max: 3000, noNaN: true }),
      fc.double({ min: 0, max: 1e7, noNaN: true }),
    ),
    failed: fc.boolean(),
    slow: fc.boolean(),
  }),
  { maxLength: 200 },
);

test('after any trace it has counted what a list of every call has', () => {
  fc.assert(
    fc.property(trace, fc.integer({ min: 32, max: 60_000 }), (calls, windowMs) => {
      const window = new OutcomeWindow(windowMs);
      const exact = new ExactWindow(windowMs);
      let nowMs = 0;
      for (const { pauseMs, failed, slow } of calls) {
        nowMs += pauseMs;
        window.record(nowMs, failed, slow);
        exact.record(nowMs, failed, slow);
        const beginsAtMs = exact.beginsAtMs(nowMs);
        expect(nowMs - beginsAtMs).toBeGreaterThan((windowMs * 31) / 32 - 1e-6 * windowMs);
        expect(nowMs - beginsAtMs).toBeLessThanOrEqual(windowMs * 1.000001);
        expect(counts(window)).toEqual(exact.countSince(beginsAtMs));
      }
    }),
  );
});

test('however often it is resized it never counts a call twice, nor one that is too old', () => {
  const resizes = fc.array(
    fc.record({
      pauseMs: fc.integer({ min: 0, max: 20_000 }),
      windowMs: fc.integer({ min: 32, max: 60_000 }),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(resizes, (changes) => {
      const window = new OutcomeWindow(10_000);
      let nowMs = 0;
      let longestMs = 10_000;
      const endedAtMs: number[] = [];
      for (const { pauseMs, windowMs } of changes) {
        nowMs += pauseMs;
        window.record(nowMs, true, false);
        endedAtMs.push(nowMs);
        window.resize(windowMs, nowMs);
        longestMs = Math.max(longestMs, windowMs);
        expect(window.failed).toBeLessThanOrEqual(
          endedAtMs.filter((atMs) => atMs > nowMs - windowMs - longestMs / 32).length,
        );
        expect(window.total).toBe(window.failed);
      }
    }),
  );
});
