import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { limitBudget } from './budget.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const { signal } = new AbortController();

test.each([
  ['a caller without a deadline', Infinity, 2000],
  ['a caller with much time', 10_000, 2000],
  ['a caller with little time', 1000, 950],
  ['a caller with no time', 10, 0],
])('%s leaves the budget, less what the answer takes', (_caller, timeLeftMs, budgetMs) => {
  const budget = limitBudget({ signal, timeLeftMs: () => timeLeftMs }, 2000);
  expect(budget.timeLeftMs()).toBe(budgetMs);
  expect(budget.signal).toBe(signal);
});

test('a budget runs out and stays at nothing', () => {
  const budget = limitBudget({ signal, timeLeftMs: () => Infinity }, 2000);
  vi.advanceTimersByTime(1500);
  expect(budget.timeLeftMs()).toBe(500);
  vi.advanceTimersByTime(1500);
  expect(budget.timeLeftMs()).toBe(0);
});
