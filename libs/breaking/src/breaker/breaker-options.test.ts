import { expect, test } from 'vitest';
import { resolveBreakerOptions } from './breaker-options.ts';
import { resolveBulkheadOptions } from '../bulkhead/bulkhead-options.ts';

test('a breaker is on by default', () => {
  expect(resolveBreakerOptions()).toEqual({
    failureRatio: 0.5,
    slowCallRatio: 1,
    slowCallDurationMs: 5000,
    minCalls: 20,
    windowMs: 10_000,
    openDurationMs: 1000,
    maxOpenDurationMs: 30_000,
    halfOpenCalls: 3,
  });
});

test('a bulkhead is on by default', () => {
  expect(resolveBulkheadOptions()).toEqual({
    maxConcurrent: 512,
    maxQueue: 128,
    queueTimeoutMs: 100,
  });
});

test('a longer openDurationMs than maxOpenDurationMs has by default raises it', () => {
  expect(resolveBreakerOptions({ openDurationMs: 60_000 }).maxOpenDurationMs).toBe(60_000);
});

const most = 2 ** 31 - 1;

test.each([
  [{ failureRatio: 0 }, 'breaking.failureRatio must be within (0, 1], got 0'],
  [{ failureRatio: 1.5 }, 'breaking.failureRatio must be within (0, 1], got 1.5'],
  [{ slowCallRatio: NaN }, 'breaking.slowCallRatio must be within (0, 1], got NaN'],
  [{ slowCallDurationMs: 0 }, `breaking.slowCallDurationMs must be within 1 to ${most}, got 0`],
  [{ minCalls: 1.5 }, 'breaking.minCalls must be a whole number, got 1.5'],
  [{ minCalls: 0 }, `breaking.minCalls must be within 1 to ${most}, got 0`],
  [{ windowMs: 31 }, `breaking.windowMs must be within 32 to ${most}, got 31`],
  [{ openDurationMs: -1 }, `breaking.openDurationMs must be within 1 to ${most}, got -1`],
  [
    { maxOpenDurationMs: 999 },
    `breaking.maxOpenDurationMs must be within 1000 to ${most}, got 999`,
  ],
  [{ halfOpenCalls: 1001 }, 'breaking.halfOpenCalls must be within 1 to 1000, got 1001'],
])('%j is refused', (options, message) => {
  expect(() => resolveBreakerOptions(options)).toThrow(new RangeError(message));
});

test.each([
  [{ maxConcurrent: 0 }, `breaking.maxConcurrent must be within 1 to ${most}, got 0`],
  [{ maxQueue: -1 }, `breaking.maxQueue must be within 0 to ${most}, got -1`],
  [{ queueTimeoutMs: 0 }, `breaking.queueTimeoutMs must be within 1 to ${most}, got 0`],
])('a bulkhead of %j is refused', (options, message) => {
  expect(() => resolveBulkheadOptions(options)).toThrow(new RangeError(message));
});
