import { getEventListeners } from 'node:events';
import { status } from '@grpc/grpc-js';
import { createGate } from '@ballast/testing';
import { expect, test } from 'vitest';
import { unary } from '../../test/methods.ts';
import { createBulkhead, createGuard, isRefusedError, runGuarded } from '../index.ts';

const fail = (code?: number) => () => Promise.reject(Object.assign(new Error('no'), { code }));

const makeNot = () => Promise.reject(new Error('the call was made'));

test('a call that is a promise is counted by the code of its error', async () => {
  const guard = createGuard({ method: unary });
  await expect(runGuarded(guard, () => Promise.resolve(42))).resolves.toBe(42);
  await expect(runGuarded(guard, fail(status.UNAVAILABLE))).rejects.toThrow('no');
  await expect(runGuarded(guard, fail(status.NOT_FOUND))).rejects.toThrow('no');
  await expect(runGuarded(guard, fail())).rejects.toThrow('no');
  expect(guard.snapshot()).toMatchObject({ total: 4, failed: 2 });
});

test('a refused call is not made, and its error says who refused', async () => {
  const guard = createGuard({ method: unary });
  guard.isolate('by hand');
  const error = await runGuarded(guard, makeNot).then(makeNot, (refused: unknown) => refused);
  expect(isRefusedError(error)).toBe(true);
  expect(error).toMatchObject({
    code: status.UNAVAILABLE,
    refusal: { reason: 'BREAKER_ISOLATED' },
    message: `breaker for ${unary.path} is isolated: by hand`,
  });
});

test('a call that waits goes when there is room', async () => {
  const bulkhead = createBulkhead('inventory', { maxConcurrent: 1, queueTimeoutMs: 60_000 });
  const guard = createGuard({ method: unary, bulkhead });
  const gate = createGate();
  const first = runGuarded(guard, () => gate.opened);
  const { signal } = new AbortController();
  const second = runGuarded(guard, () => Promise.resolve('second'), { signal });
  expect(bulkhead.snapshot()).toMatchObject({ inFlight: 1, waiting: 1 });
  gate.open();
  await first;
  await expect(second).resolves.toBe('second');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(bulkhead.snapshot()).toMatchObject({ inFlight: 0, waiting: 0 });
});

test('an abort takes a call out of the line', async () => {
  const bulkhead = createBulkhead('inventory', { maxConcurrent: 1, queueTimeoutMs: 60_000 });
  const guard = createGuard({ method: unary, bulkhead });
  const gate = createGate();
  const first = runGuarded(guard, () => gate.opened);
  const caller = new AbortController();
  const second = runGuarded(guard, makeNot, { signal: caller.signal });
  caller.abort(new Error('left'));
  await expect(second).rejects.toThrow('left');
  expect(bulkhead.waiting).toBe(0);
  await expect(runGuarded(guard, makeNot, { signal: caller.signal })).rejects.toThrow('left');
  gate.open();
  await first;
});
