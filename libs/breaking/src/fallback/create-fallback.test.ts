import { status } from '@grpc/grpc-js';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { unary } from '../../test/methods.ts';
import { createFallback, createGuard, runGuarded } from '../index.ts';
import type { FallbackCause } from '../index.ts';

const fail = (code?: number) => () =>
  Promise.reject<number>(Object.assign(new Error('no'), { code }));

describe('a fallback', () => {
  test('lets an answer through', async () => {
    const stale = createFallback(() => expect.fail('asked'));
    await expect(stale.run(() => Promise.resolve(7))).resolves.toBe(7);
  });

  test.each([status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.INTERNAL])(
    'stands in for a call that failed with %i, and is told',
    async (code) => {
      const causes: FallbackCause[] = [];
      const stale = createFallback((cause) => (causes.push(cause), 'stale'));
      await expect(stale.run(fail(code))).resolves.toBe('stale');
      expect(causes).toMatchObject([{ kind: 'failed', code, error: { message: 'no' } }]);
    },
  );

  test('stands in for a call that the server shed', async () => {
    const stale = createFallback((cause) => cause.kind);
    await expect(stale.run(fail(status.RESOURCE_EXHAUSTED))).resolves.toBe('shed');
  });

  test('stands in for a call that the guard refused, and knows the refusal', async () => {
    const guard = createGuard({ method: unary });
    guard.isolate('by hand');
    const stale = createFallback((cause) =>
      Promise.resolve(cause.kind === 'refused' ? cause.refusal.reason : cause.kind),
    );
    const answer = await stale.run(() => runGuarded(guard, () => Promise.resolve(1)));
    expect(answer).toBe('BREAKER_ISOLATED');
  });

  test('knows a refusal by the cause of an error of another kind', async () => {
    const guard = createGuard({ method: unary });
    guard.isolate('by hand');
    const stale = createFallback((cause) => cause.kind);
    const wrapped = stale.run(() =>
      runGuarded(guard, () => Promise.resolve(1)).catch((cause: unknown) => {
        throw new Error('no stock', { cause });
      }),
    );
    await expect(wrapped).resolves.toBe('refused');
  });

  test.each([status.NOT_FOUND, status.FAILED_PRECONDITION, status.CANCELLED, undefined])(
    'leaves an error of code %s alone',
    async (code) => {
      const stale = createFallback(() => expect.fail('asked'));
      await expect(stale.run(fail(code))).rejects.toThrow('no');
    },
  );

  test('keeps causes apart when many run at once', async () => {
    const stale = createFallback((cause) => (cause.kind === 'failed' ? cause.code : undefined));
    const codes = [status.UNAVAILABLE, status.INTERNAL, status.DATA_LOSS, status.UNKNOWN];
    const answers = codes.map((code) => stale.run(fail(code)));
    await expect(Promise.all(answers)).resolves.toEqual(codes);
  });

  test('has the type of the answer or of the substitute', () => {
    const stale = createFallback(() => 'stale' as const);
    expectTypeOf(stale.run(() => Promise.resolve(1))).toEqualTypeOf<Promise<number | 'stale'>>();
  });
});
