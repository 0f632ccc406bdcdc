import { expect, it } from 'vitest';
import { emptyHistory } from './merge-history.ts';
import { trimHistory } from './trim-history.ts';

const historyOf = (retries: readonly (number | null)[]) => ({
  ...emptyHistory,
  atMs: retries.map((_, index) => index * 1000),
  budgets: [{ replica: 'a', target: 't', service: 's', retries, retriesLeft: retries }],
});

it('begins where something is known', () => {
  const { atMs, budgets } = trimHistory(historyOf([null, null, 0, 1, null]), 2);
  expect(atMs).toEqual([2000, 3000, 4000]);
  expect(budgets[0]?.retries).toEqual([0, 1, null]);
});

it('keeps a minimum, so that a young platform has a scale', () => {
  expect(trimHistory(historyOf([null, null, null, 1]), 3).atMs).toEqual([1000, 2000, 3000]);
  expect(trimHistory(historyOf([null, null]), 3).atMs).toEqual([0, 1000]);
  expect(trimHistory(historyOf([null, null, null]), 2).atMs).toEqual([1000, 2000]);
});
