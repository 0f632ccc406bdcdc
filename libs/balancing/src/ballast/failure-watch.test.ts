import { expect, test } from 'vitest';
import { EndpointTable } from '../endpoints/endpoint-table.ts';
import type { CallVerdict } from '../seam/endpoint-picker.ts';
import { parseBallastConfig } from './config.ts';
import { FailureWatch } from './failure-watch.ts';

/** A watch, two endpoints, and a word for each call that ends. */
function watched() {
  const table = new EndpointTable();
  const [one, other] = [table.add('one'), table.add('other')];
  const watch = new FailureWatch(parseBallastConfig({}), table, () => 0.5);
  const ends = (slot: number, verdict: CallVerdict, nowMs = 0) =>
    watch.observe(slot, { verdict, nowMs, latencyMs: 1, isStream: false, report: undefined });
  const isAvoided = (nowMs: number, outstanding = 0) => watch.isAvoided(one, outstanding, nowMs);
  return { one, other, ends, isAvoided, watch };
}

test('one failure is enough where the fleet has none', () => {
  const { one, other, ends, isAvoided } = watched();
  for (let i = 0; i < 500; i += 1) ends(other, 'success');
  ends(one, 'failure');
  expect(isAvoided(1)).toBe(true);
});

test('one failure is chance where the fleet has some, several in a row are not', () => {
  const { one, other, ends, isAvoided } = watched();
  for (let i = 0; i < 500; i += 1) ends(other, i % 20 === 0 ? 'failure' : 'success');
  ends(one, 'failure');
  expect(isAvoided(1)).toBe(false);
  ends(one, 'failure');
  ends(one, 'failure');
  expect(isAvoided(1)).toBe(true);
});

test('the endpoint returns with one call at a time, and for good with the first success', () => {
  const { one, ends, isAvoided } = watched();
  ends(one, 'failure');
  expect(isAvoided(1_999)).toBe(true);
  expect(isAvoided(2_001)).toBe(false);
  expect(isAvoided(2_001, 1)).toBe(true);
  ends(one, 'success', 2_100);
  expect(isAvoided(2_101, 1)).toBe(false);
});

test('it is left alone for twice as long each time, up to the longest', () => {
  const { one, ends, isAvoided } = watched();
  const lengths: number[] = [];
  let nowMs = 0;
  for (let i = 0; i < 6; i += 1) {
    // Others succeed meanwhile, or this would be a fleet that fails.
    for (let call = 0; call < 600; call += 1) ends(1, 'success', nowMs);
    ends(one, 'failure', nowMs);
    const startMs = nowMs;
    while (isAvoided(nowMs)) nowMs += 100;
    lengths.push(nowMs - startMs);
  }
  expect(lengths).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test('a failure that took long is not tried again soon', () => {
  const { one, isAvoided, watch } = watched();
  watch.observe(one, {
    ...{ verdict: 'failure', nowMs: 0, report: undefined, isStream: false },
    latencyMs: 1_000,
  });
  expect(isAvoided(3_999)).toBe(true);
  expect(isAvoided(4_001)).toBe(false);
});

test('calls of before the first failure that fail after it make it no longer', () => {
  const { one, ends, isAvoided } = watched();
  for (let i = 0; i < 5; i += 1) ends(one, 'failure', i);
  expect(isAvoided(2_001)).toBe(false);
});
