import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CallSeconds } from './call-seconds.ts';

const SLOTS = 16;
const calls = fc.array(
  fc.record({
    second: fc.nat({ max: 60 }),
    durationMs: fc.double({ min: 0, max: 1000, noNaN: true }),
    isError: fc.boolean(),
  }),
  { maxLength: 200 },
);

it('counts each call in its second, in whatever order they come, as far back as its slots reach', () => {
  fc.assert(
    fc.property(calls, (all) => {
      const seconds = new CallSeconds(SLOTS);
      for (const { second, durationMs, isError } of all) {
        seconds.record(second * 1000, durationMs, isError);
      }
      const last = Math.max(-1, ...all.map(({ second }) => second));
      // What came too late for its slot was not counted: those before the window of that moment.
      let newest = -1;
      const counted = all.filter(({ second }) => {
        const isInTime = second > newest - SLOTS;
        newest = Math.max(newest, second);
        return isInTime;
      });
      const from = Math.max(0, last - SLOTS + 1);
      const expected = counted.filter(({ second }) => second >= from);
      const sum = seconds.sum(from, Math.max(from, last));
      const width = Math.max(from, last) - from + 1;
      expect(sum.callsPerSecond * width).toBeCloseTo(expected.length, 6);
      expect(sum.errorsPerSecond * width).toBeCloseTo(
        expected.filter(({ isError }) => isError).length,
        6,
      );
    }),
  );
});
