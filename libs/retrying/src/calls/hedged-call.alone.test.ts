import { promisify } from 'node:util';
import { Metadata, status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DrivenCall } from '../../test/driven-call.ts';
import { quickRetries, retryAll, unaryPath } from '../../test/steered-client.ts';
import { createSteering, type Steering, type SteeringOptions } from '../index.ts';

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());

/** grpc-js tells a call's end in the next tick. */
const nextTick = promisify(process.nextTick.bind(process));

const hedged: SteeringOptions = {
  methods: [{ name: [{}], idempotent: true, hedging: { maxDelayMs: 100 } }],
  // Hardly any comes back while a test runs.
  hedgeCancels: { burst: 200, perSecond: 0.01 },
};

const steer = (options: SteeringOptions = {}): Steering =>
  createSteering({ ...hedged, ...options }, { nowMs: () => Date.now(), random: Math.random });

const serviceOf = (steering: Steering) => steering.snapshot().services[0]!;

/** So that nothing is left of the budget. */
const noBudget = { retryBudget: { ratio: 0, minRetriesPerSecond: 0 } };
const oneRepeat = { retryBudget: { ratio: 0, minRetriesPerSecond: 0.1 } };

describe('a slow call', () => {
  test('is hedged after the delay, and its loser cancelled', async () => {
    const steering = steer();
    const call = new DrivenCall(steering);
    vi.advanceTimersByTime(99);
    expect(call.attempts).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(call.attempts).toHaveLength(2);
    call.lastAttempt.end(status.OK);
    await nextTick();
    expect(call.ends).toEqual([status.OK]);
    expect(call.attempts[0]!.outcome).toBe('cancelled');
    expect(serviceOf(steering)).toMatchObject({ hedges: 1, budget: { repeats: 1 } });
    expect(steering.snapshot().cancelsAvailable).toBe(199);
  });

  test('is not hedged again beyond its attempts', () => {
    const call = new DrivenCall(steer());
    vi.advanceTimersByTime(10_000);
    expect(call.attempts).toHaveLength(2);
  });

  test('is not hedged without a budget', () => {
    const call = new DrivenCall(steer(noBudget));
    vi.advanceTimersByTime(10_000);
    expect(call.attempts).toHaveLength(1);
  });

  test('is not hedged when another one has taken what was left as it began', () => {
    const steering = steer(oneRepeat);
    const calls = [1, 2].map(() => new DrivenCall(steering));
    vi.advanceTimersByTime(1000);
    expect(calls.map(({ attempts }) => attempts.length)).toEqual([2, 1]);
    expect(serviceOf(steering)).toMatchObject({ hedges: 1, refusals: 1 });
  });

  test('is not hedged when it is part of a repeated attempt further up', () => {
    const metadata = new Metadata();
    metadata.set('ballast-upstream-retry', '1');
    const call = new DrivenCall(steer(), metadata);
    vi.advanceTimersByTime(10_000);
    expect(call.attempts).toHaveLength(1);
  });

  test('is not hedged where no loser may be cancelled', () => {
    const steering = steer({ hedgeCancels: { burst: 1, perSecond: 0.01 } });
    const calls = [1, 2].map(() => new DrivenCall(steering));
    vi.advanceTimersByTime(1000);
    expect(calls.map(({ attempts }) => attempts.length)).toEqual([2, 1]);
  });
});

describe('a quick call', () => {
  test('costs neither budget nor allowance', async () => {
    const steering = steer();
    const call = new DrivenCall(steering);
    expect(steering.snapshot().cancelsAvailable).toBe(199);
    call.lastAttempt.end(status.OK);
    await nextTick();
    expect(steering.snapshot().cancelsAvailable).toBe(200);
    expect(serviceOf(steering).budget.repeats).toBe(0);
  });

  test('that its caller aborts costs none either', () => {
    const steering = steer();
    new DrivenCall(steering).cancel();
    expect(steering.snapshot().cancelsAvailable).toBe(200);
    expect(serviceOf(steering).budget.repeats).toBe(0);
  });
});

describe('a failed attempt', () => {
  test('is followed by another at once, without an allowance to cancel', () => {
    const steering = steer({ hedgeCancels: { burst: 1, perSecond: 0.01 } });
    const first = new DrivenCall(steering);
    const call = new DrivenCall(steering);
    call.lastAttempt.end(status.UNAVAILABLE);
    vi.advanceTimersByTime(1);
    expect(call.attempts).toHaveLength(2);
    first.lastAttempt.end(status.OK);
  });

  test('ends the call where the budget is empty', async () => {
    const steering = steer(oneRepeat);
    const call = new DrivenCall(steering);
    new DrivenCall(steering);
    vi.advanceTimersByTime(50);
    steering.update({ ...hedged, ...noBudget });
    call.lastAttempt.end(status.UNAVAILABLE);
    await nextTick();
    expect(call.ends).toEqual([status.UNAVAILABLE]);
  });

  test('does not end the call while the hedge is under way', async () => {
    const steering = steer(oneRepeat);
    const call = new DrivenCall(steering);
    vi.advanceTimersByTime(100);
    call.attempts[0]!.end(status.UNAVAILABLE);
    vi.advanceTimersByTime(100);
    await nextTick();
    expect(call.ends).toEqual([]);
    call.attempts[1]!.end(status.OK);
    await nextTick();
    expect(call.ends).toEqual([status.OK]);
    expect(steering.snapshot().cancelsAvailable).toBe(200);
  });

  test('ends the call, paying back, when the server wants no repeat', async () => {
    const steering = steer();
    const call = new DrivenCall(steering);
    call.lastAttempt.end(status.UNAVAILABLE, -1);
    await nextTick();
    expect(call.ends).toEqual([status.UNAVAILABLE]);
    expect(serviceOf(steering).budget.repeats).toBe(0);
  });

  test('is retried with a pause by calls that the budget allows no hedge', () => {
    const methodConfig = [{ name: [{}], retryPolicy: quickRetries }];
    const steering = steer({ methodConfig, ...noBudget });
    const call = new DrivenCall(steering);
    steering.update({ ...hedged, methodConfig, ...oneRepeat });
    vi.advanceTimersByTime(1000);
    expect(call.attempts).toHaveLength(1);
    call.lastAttempt.end(status.UNAVAILABLE);
    vi.advanceTimersByTime(2);
    expect(call.attempts).toHaveLength(2);
    expect(serviceOf(steering)).toMatchObject({ retries: 1, hedges: 0 });
  });
});

describe('the delay', () => {
  const delayOf = (steering: Steering) => serviceOf(steering).methods[0]!.hedgingDelayMs;

  test('follows the percentile of what was measured, within its bounds', () => {
    const steering = steer();
    expect(steering.snapshot().services).toEqual([]);
    for (let i = 1; i <= 100; i += 1) steering.observe(unaryPath, i / 2, status.OK);
    expect(delayOf(steering)).toBeGreaterThan(47.5 * 0.96);
    expect(delayOf(steering)).toBeLessThan(47.5 * 1.04);
    steering.update({
      methods: [{ name: [{}], idempotent: true, hedging: { minDelayMs: 60, maxDelayMs: 100 } }],
    });
    expect(delayOf(steering)).toBe(60);
    steering.update({
      methods: [{ name: [{}], idempotent: true, hedging: { maxDelayMs: 10 } }],
    });
    expect(delayOf(steering)).toBe(10);
  });

  test('is the longest while little is known, and failures teach nothing', () => {
    const steering = steer();
    for (let i = 0; i < 19; i += 1) steering.observe(unaryPath, 1, status.OK);
    for (let i = 0; i < 100; i += 1) steering.observe(unaryPath, 1, status.UNAVAILABLE);
    expect(delayOf(steering)).toBe(100);
    steering.observe(unaryPath, 1, status.OK);
    vi.advanceTimersByTime(100);
    expect(delayOf(steering)).toBe(100);
    for (let i = 0; i < 5; i += 1) steering.observe(unaryPath, 1, status.OK);
    vi.advanceTimersByTime(100);
    expect(delayOf(steering)).toBe(5);
  });

  test('of gRPC’s own hedging policy is the one that it names', () => {
    const hedgingPolicy = { maxAttempts: 3, hedgingDelay: '0.25s' };
    const steering = createSteering(
      { ...hedged, ...retryAll, methodConfig: [{ name: [{}], hedgingPolicy }] },
      { nowMs: () => Date.now(), random: Math.random },
    );
    const call = new DrivenCall(steering);
    vi.advanceTimersByTime(1000);
    expect(call.attempts.map(({ begunAtMs }) => begunAtMs)).toEqual([0, 250, 500]);
    call.attempts[1]!.end(status.OK);
    expect(call.cancelledCount).toBe(2);
    expect(steering.snapshot().cancelsAvailable).toBe(198);
  });
});

test('whatever happens: a call ends, its attempts are paid for, and its losers are allowed', async () => {
  const event = fc.oneof(
    { weight: 3, arbitrary: fc.constant({ kind: 'pass' as const, ms: 50 }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'pass' as const, ms: 1 }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('end' as const),
        attempt: fc.nat(3),
        code: fc.constantFrom(status.OK, status.UNAVAILABLE, status.UNAVAILABLE, status.INTERNAL),
        pushbackMs: fc.constantFrom(undefined, undefined, -1, 0, 70),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'cancel' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'another call' as const }) },
  );
  const setting = fc.record({
    maxAttempts: fc.integer({ min: 2, max: 4 }),
    repeats: fc.constantFrom(0, 1, 2, 10),
    cancels: fc.constantFrom(1, 3, 100),
  });
  const all: DrivenCall[] = [];
  fc.assert(
    fc.property(setting, fc.array(event, { maxLength: 30 }), (given, events) => {
      const { maxAttempts, repeats, cancels } = given;
      const steering = createSteering(
        {
          methods: [{ name: [{}], idempotent: true, hedging: { maxAttempts, maxDelayMs: 50 } }],
          retryBudget: { ratio: 0, minRetriesPerSecond: repeats / 1000, windowMs: 1_000_000 },
          hedgeCancels: { burst: cancels, perSecond: 0.01 },
        },
        { nowMs: () => 5000, random: Math.random },
      );
      const calls = [new DrivenCall(steering)];
      for (const one of events) {
        const call = calls.at(-1)!;
        if (one.kind === 'pass') vi.advanceTimersByTime(one.ms);
        else if (one.kind === 'cancel') call.cancel();
        else if (one.kind === 'another call') calls.push(new DrivenCall(steering));
        else {
          const attempt = call.attempts[one.attempt];
          if (attempt !== undefined && attempt.outcome === undefined) {
            attempt.end(one.code, one.pushbackMs);
          }
        }
      }
      // What is still under way ends well; what grpc-js has put off happens.
      for (const call of calls) {
        for (const attempt of [...call.attempts]) {
          if (attempt.outcome === undefined) attempt.end(status.OK);
        }
      }
      vi.advanceTimersByTime(10_000);
      for (const call of calls) {
        for (const attempt of [...call.attempts]) {
          if (attempt.outcome === undefined) attempt.end(status.OK);
        }
      }
      all.push(...calls);
      const { budget, hedges } = serviceOf(steering);
      const begun = calls.reduce((sum, { attempts }) => sum + attempts.length - 1, 0);
      const losers = calls.reduce((sum, call) => sum + call.losers, 0);
      expect(calls.every(({ attempts }) => attempts.length <= maxAttempts)).toBe(true);
      expect(hedges).toBe(begun);
      expect(budget.repeats).toBe(begun);
      expect(begun).toBeLessThanOrEqual(repeats);
      expect(losers).toBeLessThanOrEqual(cancels - steering.snapshot().cancelsAvailable);
    }),
    { numRuns: 500 },
  );
  await nextTick();
  expect(all.filter(({ ends }) => ends.length === 0)).toEqual([]);
});
