import { describe, expect, it } from 'vitest';
import { Code, codeName, isStatusError, notFound, StatusError, unavailable } from './index.ts';
import * as makers from './makers.ts';

describe('StatusError', () => {
  it('is told from other errors, copies of its class included', () => {
    expect(isStatusError(notFound('no such order'))).toBe(true);
    expect(isStatusError({ [Symbol.for('ballast.StatusError')]: true })).toBe(true);
    expect(isStatusError(new Error('no such order'))).toBe(false);
    expect(isStatusError(undefined)).toBe(false);
  });

  it('belongs to the domain ballast where it has a reason and no other domain', () => {
    expect(notFound('x', { reason: 'UNKNOWN_ORDER' }).domain).toBe('ballast');
    expect(notFound('x', { reason: 'UNKNOWN_ORDER', domain: 'shop' }).domain).toBe('shop');
    expect(notFound('x').domain).toBeUndefined();
  });

  it.each([
    [0.2, 1],
    [-5, 0],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
  ])('takes a delay of %d ms for %s', (given, kept) => {
    expect(unavailable('x', { retryDelayMs: given }).retryDelayMs).toBe(kept);
  });

  it('reads as code, message and reason', () => {
    expect(String(notFound('no such order', { reason: 'UNKNOWN_ORDER' }))).toBe(
      'NOT_FOUND: no such order (UNKNOWN_ORDER)',
    );
  });

  it('keeps its cause', () => {
    const cause = new Error('socket closed');
    expect(unavailable('away', { cause }).cause).toBe(cause);
  });

  it('has one maker for every code but OK', () => {
    const made = Object.values(makers).map((maker) => maker('x').code);
    expect(made.toSorted((a, b) => a - b)).toEqual(
      Object.values(Code).filter((code) => code !== Code.OK),
    );
    expect(new StatusError(Code.ABORTED, 'x').code).toBe(Code.ABORTED);
  });

  it.each(Object.entries(Code))('calls code %s by its name', (name, code) => {
    expect(codeName(code)).toBe(name);
  });
});
