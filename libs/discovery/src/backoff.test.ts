import { expect, test } from 'vitest';
import { createBackoff } from './backoff.ts';
import type { Clock } from './clock.ts';

/** Waits no time, and remembers how long it should have been. */
function recordWaits() {
  const waits: number[] = [];
  const clock: Clock = {
    nowMs: () => 0,
    after: (delayMs, callback) => {
      waits.push(delayMs);
      callback();
      return () => undefined;
    },
  };
  return { waits, clock };
}

test('draws from all of a ceiling that doubles up to the last', async () => {
  const { waits, clock } = recordWaits();
  const backoff = createBackoff({ initialMs: 100, maxMs: 500, random: () => 0.5, clock });
  for (let time = 0; time < 5; time++) await backoff.wait();
  backoff.reset();
  await backoff.wait();
  expect(waits).toEqual([50, 100, 200, 250, 250, 50]);
});

test('spreads out those who were all told to wait the same time', async () => {
  const { waits, clock } = recordWaits();
  for (const random of [() => 0, () => 0.5, () => 0.999])
    await createBackoff({ random, clock }).wait(7_000);
  expect(waits).toEqual([7_000, 7_100, 7_199.8]);
});

test('a wait that is cancelled is over', async () => {
  let isCalledOff = false;
  const clock: Clock = { nowMs: () => 0, after: () => () => (isCalledOff = true) };
  const backoff = createBackoff({ random: () => 1, clock });
  const waiting = backoff.wait();
  backoff.cancel();
  await waiting;
  expect(isCalledOff).toBe(true);
});
