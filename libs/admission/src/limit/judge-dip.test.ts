import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeDip } from './judge-dip.ts';

const before = { inFlight: 40, throughput: 1_000 };

test('as much done with half the calls in flight: there was a queue, and there still is', () => {
  expect(judgeDip(2, before, { inFlight: 20, throughput: 990 })).toBe('queue');
});

test('half as much done with half the calls: it is the service that is slower', () => {
  expect(judgeDip(4, before, { inFlight: 20, throughput: 520 })).toBe('slower');
});

test('a latency like the baseline confirms it', () => {
  expect(judgeDip(1.1, before, { inFlight: 20, throughput: 520 })).toBe('as known');
});

test('a lower latency than the baseline corrects it', () => {
  expect(judgeDip(0.5, before, { inFlight: 20, throughput: 990 })).toBe('faster');
});

test('where hardly fewer calls were in flight nothing is said of the service', () => {
  expect(judgeDip(4, before, { inFlight: 38, throughput: 500 })).toBe('queue');
});

test('a server of any size and speed is told from its queue', () => {
  const positive = fc.double({ min: 1, max: 1_000, noNaN: true });
  fc.assert(
    fc.property(
      positive,
      positive,
      fc.double({ min: 2, max: 20, noNaN: true }),
      (workers, workMs, slower) => {
        // By Little's law, for a server of so many workers, at twice and at half of them.
        const at = (inFlight: number, eachMs: number) => ({
          inFlight,
          throughput: (Math.min(inFlight, workers) / eachMs) * 1_000,
        });
        const queued = judgeDip(2, at(workers * 4, workMs), at(workers * 2, workMs));
        expect(queued).toBe('queue');
        const slow = workMs * slower;
        expect(judgeDip(slower, at(workers * 0.8, slow), at(workers * 0.4, slow))).toBe('slower');
      },
    ),
  );
});
