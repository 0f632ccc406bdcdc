import { Metadata } from '@grpc/grpc-js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { marginOf, resolveAnswerMargin } from './answer-margin.ts';
import { CallScope, findObstacle, parseCriticality } from './index.ts';
import type { ScopeFacts } from './index.ts';

const open = (facts: Partial<ScopeFacts> = {}, nowMs = 0): CallScope =>
  new CallScope(
    { budgetMs: 1000, criticality: 'default', isRetry: false, ...facts },
    resolveAnswerMargin(),
    nowMs,
  );

describe('the margin', () => {
  test.each([
    [1000, 50],
    [20, 5],
    [3, 3],
    [0, 0],
    [60_000, 100],
    [Infinity, 100],
  ])('of %d ms is %d ms by default', (budgetMs, keptMs) => {
    expect(marginOf(budgetMs, resolveAnswerMargin())).toBe(keptMs);
  });

  test('never is negative, never more than there is, and never less for a longer call', () => {
    const budgets = fc.double({ min: -1000, max: 1e9, noNaN: true });
    const margins = fc.record({
      marginRatio: fc.double({ min: 0, max: 0.9, noNaN: true }),
      minMarginMs: fc.integer({ min: 0, max: 50 }),
      maxMarginMs: fc.integer({ min: 50, max: 60_000 }),
    });
    fc.assert(
      fc.property(budgets, budgets, margins, (first, second, margin) => {
        const [short, long] = [Math.min(first, second), Math.max(first, second)];
        expect(marginOf(short, margin)).toBeGreaterThanOrEqual(0);
        expect(marginOf(short, margin)).toBeLessThanOrEqual(Math.max(0, short));
        expect(marginOf(long, margin)).toBeGreaterThanOrEqual(marginOf(short, margin));
      }),
    );
  });

  test.each([
    [{ marginRatio: 1 }, 'deadlines.marginRatio must be within 0 to 0.9, got 1'],
    [{ minMarginMs: -1 }, 'deadlines.minMarginMs must be within 0 to 10000, got -1'],
    [
      { minMarginMs: 200, maxMarginMs: 100 },
      'deadlines.maxMarginMs must be within 200 to 60000, got 100',
    ],
  ])('%j is refused', (options, message) => {
    expect(() => resolveAnswerMargin(options)).toThrow(new RangeError(message));
  });
});

describe('the time that calls are given', () => {
  test('is what is left less the margin, or their own timeout', () => {
    const scope = open();
    expect(scope.limitTimeoutMs(Infinity, 0)).toBe(950);
    expect(scope.limitTimeoutMs(Infinity, 700)).toBe(250);
    expect(scope.limitTimeoutMs(100, 700)).toBe(100);
    expect(scope.limitTimeoutMs(100, 960)).toBe(0);
  });

  test('shrinks from hop to hop, and is never negative', () => {
    const hop = fc.record({
      policyMs: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constant(Infinity)),
      spentMs: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.array(hop, { minLength: 1, maxLength: 5 }),
        (startMs, hops) => {
          let budgetMs = startMs;
          let nowMs = 0;
          const endMs = startMs;
          for (const { policyMs, spentMs } of hops) {
            const scope = open({ budgetMs }, nowMs);
            nowMs += spentMs;
            const nextMs = scope.limitTimeoutMs(policyMs, nowMs);
            expect(nextMs).toBeGreaterThanOrEqual(0);
            expect(nextMs).toBeLessThanOrEqual(Math.min(policyMs, budgetMs));
            // No call outlasts the first caller's patience.
            expect(nextMs === 0 || nowMs + nextMs <= endMs).toBe(true);
            budgetMs = nextMs;
          }
        },
      ),
    );
  });

  test('ends with a reason: no time, or nobody who waits', () => {
    const scope = open();
    expect(findObstacle(scope, 949)).toBeUndefined();
    expect(findObstacle(scope, 960)).toMatchObject({
      code: 4,
      details:
        'not sent: 40 ms are left of the call being served, and 50 ms of its time are kept to answer it',
    });
    const cause = new Error('the caller has gone');
    scope.abort(cause);
    expect(findObstacle(scope, 0)).toEqual({
      code: 1,
      details: 'not sent: the call being served is over: the caller has gone',
      cause,
    });
  });

  test('has no end where the caller named none', () => {
    const scope = open({ budgetMs: Infinity });
    expect(scope.timeLeftMs()).toBe(Infinity);
    expect(scope.limitTimeoutMs(700)).toBe(700);
    expect(findObstacle(scope)).toBeUndefined();
  });
});

describe('the end of a scope', () => {
  test('is told to those who follow, once, and with the first reason', () => {
    const scope = open();
    const told: string[] = [];
    const follower = { onScopeAborted: (reason: Error) => told.push(reason.message) };
    const other = { onScopeAborted: () => told.push('other') };
    scope.follow(follower);
    scope.follow(other);
    scope.unfollow(other);
    scope.abort(new Error('first'));
    scope.abort(new Error('second'));
    expect(told).toEqual(['first']);
    expect(scope.abortReason).toEqual(new Error('first'));
  });

  test('is seen by a signal that was asked for before, and by one that was asked for after', () => {
    const [before, after] = [open(), open()];
    const { signal } = before;
    expect(signal.aborted).toBe(false);
    before.abort(new Error('gone'));
    after.abort(new Error('gone'));
    expect([signal.reason, after.signal.reason]).toEqual([new Error('gone'), new Error('gone')]);
    expect(before.signal).toBe(signal);
  });

  test('lets a follower leave while others are told', () => {
    const scope = open();
    const told: number[] = [];
    const second = { onScopeAborted: () => void told.push(2) };
    scope.follow({
      onScopeAborted: () => {
        told.push(1);
        scope.unfollow(second);
      },
    });
    scope.follow(second);
    scope.abort(new Error('gone'));
    expect(told).toEqual([1, 2]);
  });
});

describe('the headers of a call', () => {
  const headersOf = (metadata: Metadata) => metadata.getMap();

  test('are left alone where there is nothing to say', () => {
    const metadata = new Metadata();
    expect(open().decorate(metadata)).toBe(metadata);
  });

  test('say criticality and the retry mark, on a copy', () => {
    const metadata = new Metadata({ waitForReady: true });
    metadata.set('tenant', 'a');
    const decorated = open({ criticality: 'critical', isRetry: true }).decorate(metadata);
    expect(headersOf(decorated)).toEqual({
      tenant: 'a',
      'ballast-criticality': 'critical',
      'ballast-upstream-retry': '1',
    });
    expect(decorated.getOptions()).toEqual({ waitForReady: true });
    expect(headersOf(metadata)).toEqual({ tenant: 'a' });
  });

  test('say what the metadata says, over what is inherited', () => {
    const metadata = new Metadata();
    metadata.set('ballast-criticality', 'sheddable');
    expect(headersOf(open({ criticality: 'critical' }).decorate(metadata))).toEqual({
      'ballast-criticality': 'sheddable',
    });
  });

  test('say what the call itself was told, over all', () => {
    const stated = new Metadata();
    stated.set('ballast-criticality', 'sheddable');
    const scope = open({ criticality: 'critical' });
    expect(headersOf(scope.decorate(stated, 'default'))).toEqual({
      'ballast-criticality': 'default',
    });
    expect(headersOf(scope.decorate(new Metadata(), 'default'))).toEqual({});
    expect(headersOf(open().decorate(new Metadata(), 'critical'))).toEqual({
      'ballast-criticality': 'critical',
    });
  });

  test.each([
    ['critical', 'critical'],
    ['sheddable', 'sheddable'],
    ['default', 'default'],
    [undefined, 'default'],
    ['CRITICAL', 'default'],
    ['urgent', 'default'],
  ])('%s is read as %s', (text, criticality) => {
    expect(parseCriticality(text)).toBe(criticality);
  });
});
