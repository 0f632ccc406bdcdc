import { promisify } from 'node:util';
import { Metadata, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import { createRandom, DrivenCall } from '../../test/driven-call.ts';
import { retryAll } from '../../test/steered-client.ts';
import { createSteering, markDeadline, type SteeringOptions } from '../index.ts';

let timers: MockInstance<typeof setTimeout>;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  vi.spyOn(Math, 'random').mockImplementation(createRandom(7));
  timers = vi.spyOn(globalThis, 'setTimeout');
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** grpc-js tells a call's end in the next tick. */
const nextTick = promisify(process.nextTick.bind(process));

const retryPolicy = {
  maxAttempts: 5,
  initialBackoff: '1s',
  maxBackoff: '5s',
  backoffMultiplier: 2,
  retryableStatusCodes: ['UNAVAILABLE'],
};
const options: SteeringOptions = {
  ...retryAll,
  methodConfig: [{ name: [{}], retryPolicy }],
  retryBudget: { minRetriesPerSecond: 1000, windowMs: 3_600_000 },
};

function steer(seed: number, own: SteeringOptions = {}) {
  return createSteering(
    { ...options, ...own },
    { nowMs: () => Date.now(), random: createRandom(seed) },
  );
}

/** Ends every attempt with UNAVAILABLE; what the pauses were. @param pushbacks before each pause */
function pausesOf(call: DrivenCall, pushbacks: (number | undefined)[]): number[] {
  return pushbacks.map((pushbackMs) => {
    const failedAtMs = Date.now();
    const before = call.attempts.length;
    call.lastAttempt.end(status.UNAVAILABLE, pushbackMs);
    // In fractions of a millisecond; the clock knows whole ones.
    const pauseMs = timers.mock.lastCall![1]!;
    timers.mockClear();
    vi.advanceTimersByTime(Math.ceil(pauseMs) + 1);
    const isFollowed = call.attempts.length === before + 1;
    return isFollowed && call.lastAttempt.begunAtMs >= failedAtMs + Math.trunc(pauseMs)
      ? pauseMs
      : NaN;
  });
}

/** Kolmogorov and Smirnov's distance to the uniform distribution over (0, cap]. */
function distanceToUniform(values: readonly number[], cap: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return Math.max(
    ...sorted.map((value, index) => {
      const share = value / cap;
      return Math.max(Math.abs(share - index / sorted.length), (index + 1) / sorted.length - share);
    }),
  );
}

describe('full jitter', () => {
  const COUNT = 1000;
  /** What the distance of so many stays below in 99 of 100 samples. */
  const LIMIT = 1.63 / Math.sqrt(COUNT);

  function samplePauses(pushbacks: (number | undefined)[]): number[][] {
    const steering = steer(11);
    return Array.from({ length: COUNT }, () => {
      const call = new DrivenCall(steering);
      const pauses = pausesOf(call, pushbacks);
      call.lastAttempt.end(status.OK);
      return pauses;
    });
  }

  test('makes every pause uniform between 0 and its cap, which doubles up to the largest', () => {
    const samples = samplePauses([undefined, undefined, undefined, undefined]);
    for (const [retry, capMs] of [1000, 2000, 4000, 5000].entries()) {
      const pauses = samples.map((one) => one[retry]!);
      expect(Math.max(...pauses)).toBeLessThanOrEqual(capMs);
      expect(Math.min(...pauses)).toBeGreaterThan(0);
      expect(distanceToUniform(pauses, capMs)).toBeLessThan(LIMIT);
    }
  });

  test('begins anew after the server has said when to come back', () => {
    const samples = samplePauses([undefined, 250, undefined, undefined]);
    expect(new Set(samples.map((one) => one[1]))).toEqual(new Set([250]));
    for (const [retry, capMs] of [
      [2, 1000],
      [3, 2000],
    ] as const) {
      const pauses = samples.map((one) => one[retry]!);
      expect(distanceToUniform(pauses, capMs)).toBeLessThan(LIMIT);
    }
  });
});

test('a call has its attempts, and ends with the last one’s failure', async () => {
  const call = new DrivenCall(steer(1));
  pausesOf(call, [undefined, undefined, undefined, undefined]);
  call.lastAttempt.end(status.UNAVAILABLE);
  await nextTick();
  expect(call.ends).toEqual([status.UNAVAILABLE]);
  expect(call.attempts).toHaveLength(5);
});

describe('a pause that could outlast the deadline is not begun', () => {
  // The longest of its pauses: 1 s.
  const longest = { nowMs: () => Date.now(), random: () => 0 };

  test('where the call has told it', async () => {
    const steering = createSteering(options, longest);
    const metadata = new Metadata();
    markDeadline(metadata, 1000);
    const call = new DrivenCall(steering, metadata);
    call.lastAttempt.end(status.UNAVAILABLE);
    await nextTick();
    expect(call.ends).toEqual([status.UNAVAILABLE]);
    expect(steering.snapshot().services[0]!.budget.repeats).toBe(0);
  });

  test('where the method has a timeout', async () => {
    const methodConfig = [{ name: [{}], retryPolicy, timeout: '1s' }];
    const call = new DrivenCall(createSteering({ ...options, methodConfig }, longest));
    call.lastAttempt.end(status.UNAVAILABLE);
    await nextTick();
    expect(call.ends).toEqual([status.UNAVAILABLE]);
  });

  test('and any shorter one is', () => {
    const metadata = new Metadata();
    markDeadline(metadata, 1001);
    const call = new DrivenCall(createSteering(options, longest), metadata);
    call.lastAttempt.end(status.UNAVAILABLE);
    vi.advanceTimersByTime(1001);
    expect(call.attempts).toHaveLength(2);
  });
});

test('each call has pick information of its own, and all its attempts have the same', () => {
  const { configSelector } = steer(1);
  const [first, second] = [1, 2].map(() => configSelector.invoke('/a.B/C', new Metadata(), 0));
  expect(first!.pickInformation).toBe(first!.pickInformation);
  expect(first!.pickInformation).not.toBe(second!.pickInformation);
});
