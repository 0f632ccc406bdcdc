import { expect, test } from 'vitest';
import { Dip } from './dip.ts';

const before = { inFlight: 20, throughput: 1_000 };
const dipOf = () => new Dip(0, 10, 20, before, true);

/** Calls that end, one each ms, with 10 in flight; how many of them were measured. */
function endCalls(dip: Dip, count: number, fromMs: number): number {
  let measured = 0;
  for (let i = 0; i < count; i += 1) {
    const window = dip.ended(fromMs + i, 10);
    if (window === undefined) continue;
    measured += 1;
    window.done(10, 10, false);
  }
  return measured;
}

test('calls that end while more are in flight than it allows tell nothing', () => {
  const dip = dipOf();
  for (let i = 0; i < 50; i += 1) expect(dip.ended(i, 15)).toBeUndefined();
});

test('calls that waited in the queue of before are let go first', () => {
  expect(endCalls(dipOf(), 100, 0)).toBe(80);
});

test('it is over after enough calls and enough time', () => {
  const dip = dipOf();
  endCalls(dip, 200, 0);
  expect(dip.isOver(200)).toBe(false);
  expect(dip.isOver(270)).toBe(true);
  expect(dip.result?.samples).toBe(180);
});

test('where nothing comes it ends in any case, and says nothing', () => {
  const dip = dipOf();
  endCalls(dip, 25, 0);
  expect(dip.isOver(3_000)).toBe(false);
  expect(dip.isOver(3_001)).toBe(true);
  expect(dip.result).toBeUndefined();
});
