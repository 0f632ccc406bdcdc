import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RetryBudget } from './retry-budget.ts';
import { resolveRetryBudgetOptions } from './retry-budget-options.ts';

const BUCKETS = 50;

/** Remembers every event, and counts anew each time. */
class ReferenceBudget {
  readonly calls: number[] = [];
  readonly repeats: number[] = [];
  readonly #options;

  constructor(options: ReturnType<typeof resolveRetryBudgetOptions>) {
    this.#options = options;
  }

  #within(times: number[], nowMs: number): number {
    const bucketMs = this.#options.windowMs / BUCKETS;
    const bucketOf = (ms: number) => Math.floor(ms / bucketMs);
    return times.filter((ms) => bucketOf(ms) > bucketOf(nowMs) - BUCKETS).length;
  }

  available(nowMs: number): number {
    const { ratio, minRetriesPerSecond, windowMs } = this.#options;
    const share = ratio * this.#within(this.calls, nowMs);
    const allowed = Math.max(share, (minRetriesPerSecond * windowMs) / 1000);
    return Math.max(0, Math.floor(allowed + 1e-9 - this.#within(this.repeats, nowMs)));
  }
}

const budgetOptions = fc.record({
  ratio: fc.constantFrom(0, 0.1, 0.2, 1),
  minRetriesPerSecond: fc.constantFrom(0, 0.3, 1),
  windowMs: fc.constantFrom(1000, 10_000),
});

/** Bursts, steady traffic and idle times longer than the window. */
const trace = fc.array(
  fc.record({
    pauseMs: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.double({ min: 0, max: 300, noNaN: true }) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: 30_000, noNaN: true }) },
    ),
    event: fc.oneof(
      { weight: 5, arbitrary: fc.constant('call' as const) },
      { weight: 4, arbitrary: fc.constant('take' as const) },
      { weight: 1, arbitrary: fc.constant('give back' as const) },
    ),
  }),
  { maxLength: 300 },
);

test('grants what a model grants that remembers everything', () => {
  fc.assert(
    fc.property(budgetOptions, trace, (options, events) => {
      const resolved = resolveRetryBudgetOptions(options);
      const budget = new RetryBudget(resolved);
      const reference = new ReferenceBudget(resolved);
      let nowMs = 0;
      const seen: number[] = [];
      const expected: number[] = [];
      for (const { pauseMs, event } of events) {
        nowMs += pauseMs;
        seen.push(budget.available(nowMs));
        expected.push(reference.available(nowMs));
        if (event === 'call') {
          budget.countCall(nowMs);
          reference.calls.push(nowMs);
        } else if (event === 'take') {
          // What they do differently shows in what is available next.
          if (reference.available(nowMs) >= 1) reference.repeats.push(nowMs);
          budget.tryTake(nowMs, 1);
        } else {
          const takenAtMs = reference.repeats.pop();
          if (takenAtMs !== undefined) budget.giveBack(takenAtMs, nowMs, 1);
        }
      }
      expect(seen).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('a client that repeats whenever it may never sends more than its share of all its calls', () => {
  const pauses = fc.array(fc.double({ min: 0, max: 2000, noNaN: true }), { maxLength: 500 });
  fc.assert(
    fc.property(pauses, (pausesMs) => {
      const budget = new RetryBudget(resolveRetryBudgetOptions({ minRetriesPerSecond: 0 }));
      let nowMs = 0;
      let repeats = 0;
      let calls = 0;
      for (const pauseMs of pausesMs) {
        nowMs += pauseMs;
        budget.countCall(nowMs);
        calls += 1;
        while (budget.tryTake(nowMs, 1)) repeats += 1;
      }
      expect(repeats).toBeLessThanOrEqual(0.1 * calls + 1e-9);
    }),
  );
});

describe('the floor', () => {
  const takeAll = (budget: RetryBudget, nowMs: number) => {
    let taken = 0;
    while (budget.tryTake(nowMs, 1)) taken += 1;
    return taken;
  };

  test('is what a client may have that has made no calls, saved for the window', () => {
    const budget = new RetryBudget(resolveRetryBudgetOptions());
    expect(takeAll(budget, 0)).toBe(10);
    expect(takeAll(budget, 9799)).toBe(0);
    expect(takeAll(budget, 10_000)).toBe(10);
  });

  test('is not added to the share of a busy one', () => {
    const budget = new RetryBudget(resolveRetryBudgetOptions());
    for (let i = 0; i < 1000; i += 1) budget.countCall(0);
    expect(takeAll(budget, 0)).toBe(100);
  });
});

test('is given several at once, or none', () => {
  const budget = new RetryBudget(resolveRetryBudgetOptions());
  expect(budget.tryTake(0, 11)).toBe(false);
  expect(budget.tryTake(0, 8)).toBe(true);
  expect(budget.tryTake(0, 4)).toBe(false);
  expect(budget.available(0)).toBe(2);
});

test('what is given back after it left the window changes nothing', () => {
  const budget = new RetryBudget(resolveRetryBudgetOptions());
  budget.tryTake(0, 1);
  budget.giveBack(0, 15_000, 1);
  expect(budget.count(15_000)).toEqual({ calls: 0, repeats: 0 });
  expect(budget.available(15_000)).toBe(10);
});

describe('another window', () => {
  test('that is longer keeps the counts', () => {
    const budget = new RetryBudget(resolveRetryBudgetOptions());
    for (let i = 0; i < 200; i += 1) budget.countCall(1000 + i * 10);
    budget.tryTake(3000, 5);
    budget.update(resolveRetryBudgetOptions({ windowMs: 60_000 }), 3000);
    expect(budget.count(3000)).toEqual({ calls: 200, repeats: 5 });
    expect(budget.count(70_000)).toEqual({ calls: 0, repeats: 0 });
  });

  test('that is shorter keeps what it reaches', () => {
    const budget = new RetryBudget(resolveRetryBudgetOptions());
    budget.countCall(1000);
    budget.countCall(9500);
    budget.update(resolveRetryBudgetOptions({ windowMs: 2000 }), 10_000);
    expect(budget.count(10_000)).toEqual({ calls: 1, repeats: 0 });
  });
});

test.each([
  [{ ratio: 1.5 }, 'retryBudget.ratio must be a number within [0, 1], got 1.5'],
  [{ ratio: NaN }, 'retryBudget.ratio must be a number within [0, 1], got null'],
  [
    { minRetriesPerSecond: -1 },
    'retryBudget.minRetriesPerSecond must be a number within [0, 1000]',
  ],
  [{ windowMs: 10 }, 'retryBudget.windowMs must be a number within [1000, 3600000], got 10'],
])('%j is refused', (options, message) => {
  expect(() => resolveRetryBudgetOptions(options)).toThrow(message);
});
