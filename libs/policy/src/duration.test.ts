import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationToMs, formatDurationMs, parseDuration } from './duration.ts';

test('keeps fractions of a second', () => {
  expect(parseDuration('0.5s')).toEqual({ seconds: 0, nanos: 500_000_000 });
});

test('keeps a nanosecond', () => {
  expect(parseDuration('12.000000001s')).toEqual({ seconds: 12, nanos: 1 });
});

test.each(['1', 's', '.5s', '1.s', '-1s', '1m', '1.0000000001s', ' 1s'])(
  'refuses %j and names it',
  (text) => {
    expect(() => parseDuration(text)).toThrow(JSON.stringify(text));
  },
);

test('what is formatted is parsed to the same time', () => {
  const times = fc.integer({ min: 0, max: 1e12 }).map((microseconds) => microseconds / 1000);
  fc.assert(
    fc.property(times, (durationMs) => {
      expect(durationToMs(parseDuration(formatDurationMs(durationMs)))).toBeCloseTo(durationMs, 5);
    }),
  );
});
