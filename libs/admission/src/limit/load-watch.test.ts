import { expect, test } from 'vitest';
import { LoadWatch } from './load-watch.ts';

const INTERVAL_MS = 100;
const known = { baselineMs: 160, provenMs: 0 };

/** So many calls in flight, of which one ends every 40 ms and another one comes. */
function standing(
  inFlight: number,
  latencyMs: number,
  forMs: number,
  outcome: 'success' | 'abandoned',
) {
  const watch = new LoadWatch(INTERVAL_MS);
  for (let i = 0; i < inFlight; i += 1) watch.started(0);
  for (let nowMs = 40; nowMs <= forMs; nowMs += 40) {
    watch.ended(nowMs);
    watch.sample(known, latencyMs, nowMs, outcome);
    watch.started(nowMs);
    if (watch.closeWindow(nowMs, false) !== undefined) return { watch, nowMs };
  }
  return { watch, nowMs: undefined };
}

test('a long queue is seen after a few calls', () => {
  const { watch, nowMs } = standing(20, 480, 2_000, 'success');
  expect(nowMs).toBe(320);
  expect(watch.ratio).toBeCloseTo(3);
});

test('a short one after more of them', () => {
  expect(standing(20, 250, 2_000, 'success').nowMs).toBe(1_000);
});

test('it stands where it has stood for a while, not where it has just come', () => {
  const standingFor = (ms: number) => {
    const watch = new LoadWatch(INTERVAL_MS);
    for (let nowMs = 40; nowMs <= 1_000; nowMs += 40) {
      while (watch.inFlight < (nowMs > 1_000 - ms ? 20 : 2)) watch.started(nowMs);
      watch.ended(nowMs);
      watch.sample(known, 250, nowMs, 'success');
      watch.started(nowMs);
      watch.closeWindow(nowMs, false);
    }
    return watch;
  };
  expect(standingFor(60).isQueueStanding).toBe(false);
  expect(standingFor(600).isQueueStanding).toBe(true);
  expect(standingFor(600).provenWorking).toBeCloseTo(4, 0);
});

test('calls whose callers gave up are no throughput, and no work that was done', () => {
  const { watch } = standing(50, 1_000, 2_000, 'abandoned');
  expect(watch.seen.throughput).toBe(0);
  expect(watch.ratio).toBeGreaterThan(6);
  expect(watch.provenWorking).toBeUndefined();
});

test('a baseline that was measured long ago proves nothing', () => {
  const watch = new LoadWatch(INTERVAL_MS);
  watch.restart(20_000);
  for (let i = 0; i < 40; i += 1) watch.sample(known, 160, 20_000, 'success');
  watch.closeWindow(21_000, false);
  expect(watch.provenWorking).toBeUndefined();
});
