import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LoadWindow } from './load-window.ts';

test('calls in flight are an average over time', () => {
  const window = new LoadWindow(0, 0);
  window.pass(10, 0);
  window.pass(30, 4);
  expect(window.meanInFlight(30)).toBeCloseTo(80 / 30);
  expect([window.mostInFlight, window.fewestInFlight]).toEqual([4, 0]);
});

test('each call counts by its time: one report is worth 200 reads', () => {
  const window = new LoadWindow(0, 0);
  for (let i = 0; i < 100; i += 1) window.sample(2, 1);
  window.sample(200, 200);
  expect(window.latencyRatio(0)).toBeCloseTo(400 / 300);
});

test('less than the noise is no queue', () => {
  const window = new LoadWindow(0, 0);
  for (let i = 0; i < 100; i += 1) window.sample(0.3, 0.1);
  expect(window.latencyRatio(0.3)).toBe(1);
  expect(window.latencyRatio(0.1)).toBeCloseTo(3);
});

test('effective samples are all of equals, and next to one where one is most of the sum', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 0.1, max: 100, noNaN: true }),
      (count, ms) => {
        const window = new LoadWindow(0, 0);
        for (let i = 0; i < count; i += 1) window.sample(ms, ms);
        expect(window.effectiveSamples).toBeCloseTo(count, 3);
        window.sample(ms * count * 1_000, ms);
        expect(window.effectiveSamples).toBeLessThan(1.1);
      },
    ),
  );
});
