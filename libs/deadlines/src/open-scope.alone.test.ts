import { startLeakCheck } from '@ballast/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  detach,
  findCarried,
  findScope,
  isCallEndedError,
  openScope,
  runCarrying,
  runInScope,
} from './index.ts';

describe('a scope opened by hand', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('aborts its signal when the time is up', () => {
    using scope = openScope({ timeoutMs: 500 });
    const { signal } = scope;
    vi.advanceTimersByTime(499);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(isCallEndedError(signal.reason)).toBe(true);
    expect(signal.reason).toMatchObject({ code: 4 });
  });

  test('whose signal is asked for too late is aborted by then', () => {
    using scope = openScope({ timeoutMs: 500 });
    vi.advanceTimersByTime(700);
    const { signal } = scope;
    vi.advanceTimersByTime(1);
    expect(signal.aborted).toBe(true);
  });

  test('needs no timer where nobody asks for its signal, and leaves none behind', () => {
    const scope = openScope({ timeoutMs: 500 });
    expect(vi.getTimerCount()).toBe(0);
    void scope.signal;
    expect(vi.getTimerCount()).toBe(1);
    scope[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
    void scope.signal;
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([Infinity, 2 ** 31])('takes %d ms for no limit', (timeoutMs) => {
    using scope = openScope({ timeoutMs });
    void scope.signal;
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('ends with the signal it was given, before and after', () => {
  const gone = new AbortController();
  using before = openScope({ signal: gone.signal });
  using disposed = openScope({ signal: gone.signal });
  disposed[Symbol.dispose]();
  const reason = new Error('the browser has left');
  gone.abort(reason);
  using after = openScope({ signal: gone.signal });
  expect([before.abortReason, after.abortReason]).toEqual([reason, reason]);
  expect(disposed.abortReason).toBeUndefined();
  using odd = openScope({ signal: AbortSignal.abort('a text') });
  expect(odd.abortReason).toMatchObject({ message: 'the caller has gone', cause: 'a text' });
});

test.each([-1, NaN])('a timeout of %d is refused', (timeoutMs) => {
  expect(() => openScope({ timeoutMs })).toThrow(/deadlines.timeoutMs must be 0 or more/);
});

describe('detached work', () => {
  test('has neither deadline nor end, nor the retry mark, and stays as critical', () => {
    using scope = openScope({ timeoutMs: 10, criticality: 'critical', isRetry: true });
    const own = runInScope(scope, () => detach(findScope))!;
    scope.abort(new Error('gone'));
    expect(own).toMatchObject({ endsAtMs: Infinity, criticality: 'critical', isRetry: false });
    expect(own.abortReason).toBeUndefined();
  });

  test('of an ordinary call has no scope at all', () => {
    using scope = openScope({ timeoutMs: 10 });
    expect(runInScope(scope, () => detach(findScope))).toBeUndefined();
    expect(detach(findScope)).toBeUndefined();
  });

  test('may be less critical, and have a time and a signal of its own', async () => {
    using scope = openScope({ criticality: 'critical' });
    using leaks = startLeakCheck();
    const stopped = new AbortController();
    const options = {
      criticality: 'sheddable',
      timeoutMs: 60_000,
      signal: stopped.signal,
    } as const;
    const own = await runInScope(scope, () =>
      detach(async () => {
        void findScope()?.signal;
        await Promise.resolve();
        return findScope()!;
      }, options),
    );
    expect(own.criticality).toBe('sheddable');
    expect(own.timeLeftMs()).toBeLessThanOrEqual(60_000);
    await leaks.expectNone();
  });

  test('that throws leaves nothing behind', async () => {
    using leaks = startLeakCheck();
    const fail = (): never => {
      void findScope()?.signal;
      throw new Error('broken');
    };
    expect(() => detach(fail, { timeoutMs: 60_000 })).toThrow('broken');
    await leaks.expectNone();
  });
});

test('a scope opened while serving a call carries what is carried there', () => {
  const scope = runCarrying('a trace', () => openScope({ timeoutMs: 500 }));
  expect(runInScope(scope, findCarried)).toBe('a trace');
  expect(runInScope(openScope(), findCarried)).toBeUndefined();
});
