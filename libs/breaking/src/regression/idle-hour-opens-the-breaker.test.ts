// cockatiel 4.0.0's SamplingBreaker turns its ring of windows by one for every call that finds the
// current one over, whatever time has passed. Failures from before an idle hour are still counted.
import { status } from '@grpc/grpc-js';
import { CircuitState, SamplingBreaker } from 'cockatiel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { enter } from '../../test/enter.ts';
import { unary } from '../../test/methods.ts';
import { createGuard } from '../index.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** 50 calls in 10 seconds are what both are asked to wait for. */
const [calls, windowMs, hourMs] = [50, 10_000, 3_600_000];

test('cockatiel’s window opens on 5 failures after an idle hour', () => {
  const theirs = new SamplingBreaker({
    threshold: 0.5,
    duration: windowMs,
    minimumRps: calls / (windowMs / 1000),
  });
  for (let i = 0; i < 45; i++) theirs.failure(CircuitState.Closed);
  vi.advanceTimersByTime(hourMs);
  const opens = Array.from({ length: 5 }, () => theirs.failure(CircuitState.Closed));
  expect(opens).toEqual([false, false, false, false, true]);
});

test('ours needs 50 calls of the last 10 seconds', () => {
  const ours = createGuard({ method: unary, breaker: { minCalls: calls, windowMs } });
  for (let i = 0; i < 45; i++) enter(ours, 0).end(status.UNAVAILABLE, 0);
  for (let i = 0; i < 49; i++) enter(ours, hourMs).end(status.UNAVAILABLE, hourMs);
  expect(ours.state).toBe('closed');
  enter(ours, hourMs).end(status.UNAVAILABLE, hourMs);
  expect(ours.state).toBe('open');
});
