import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LoadWindow } from './load-window.ts';

test('calls in flight are an average over time', () => {
  const window = new LoadWindow(0, 0);
  window.pass(10, 0);
  window.pass(30, 4);
  expect(window.meanInFlight(30)).toBeCloseTo(80 / 30);
  expect(window.mostInFlight).toBe(4);
});

test('each call counts by its time: one report is worth 200 reads', () => {
  const window = new LoadWindow(0, 0);
  for (let i = 0; i < 100; i += 1) window.done(2, 1, false);
  window.done(200, 200, false);
  expect(window.latencyRatio(0)).toBeCloseTo(400 / 300);
});

test('less than the noise is no queue', () => {
  const window = new LoadWindow(0, 0);
  for (let i = 0; i < 100; i += 1) window.done(0.3, 0.1, false);
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
        for (let i = 0; i < count; i += 1) window.done(ms, ms, false);
        expect(window.effectiveSamples).toBeCloseTo(count, 3);
        window.done(ms * count * 1_000, ms, false);
        expect(window.effectiveSamples).toBeLessThan(1.1);
      },
    ),
  );
});

test('calls at work are what was done over the time that passed, however long it waited', () => {
  const window = new LoadWindow(0, 30);
  for (let i = 0; i < 25; i += 1) window.done(900, 160, true);
  window.abandoned(1_000, 160);
  expect(window.working(1_000)).toBeCloseTo(4);
});

test('what came, refused or not, is what would be at work', () => {
  const window = new LoadWindow(0, 0);
  for (let i = 0; i < 10; i += 1) window.started(i);
  window.refused = 40;
  window.done(200, 160, false);
  expect(window.demand(1_000)).toBeCloseTo(8);
});

test('a few calls that took twice as long are less evidence than many, or than three times', () => {
  const evidence = (count: number, latencyMs: number) => {
    const window = new LoadWindow(0, 0);
    for (let i = 0; i < count; i += 1) window.done(latencyMs, 100, false);
    return window.evidence;
  };
  expect(evidence(5, 200)).toBeLessThan(evidence(20, 200));
  expect(evidence(5, 200)).toBeLessThan(evidence(5, 300));
  expect(evidence(5, 100)).toBeCloseTo(0);
});

test('a window is proven where nearly all of its work was of proven methods', () => {
  const window = new LoadWindow(0, 0);
  expect(window.isProven).toBe(false);
  window.done(90, 90, true);
  expect(window.isProven).toBe(true);
  window.done(90, 90, false);
  expect(window.isProven).toBe(false);
});
