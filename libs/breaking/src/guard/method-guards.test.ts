import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { beRefused, enter, settled } from '../../test/enter.ts';
import { bidi, serverStream, unary } from '../../test/methods.ts';
import { createMethodGuards } from '../index.ts';
import type { Guard } from '../index.ts';

function failMany(guard: Guard, count: number, nowMs: number): void {
  for (let i = 0; i < count; i++) enter(guard, nowMs).end(status.UNAVAILABLE, nowMs);
}

describe('the guards of a dependency', () => {
  test('are one for each method, and always the same', () => {
    const guards = createMethodGuards({ name: 'inventory' });
    expect(guards.forMethod(unary)).toBe(guards.forMethod({ ...unary }));
    expect(guards.forMethod(unary)).not.toBe(guards.forMethod(bidi));
    expect(guards.find(unary.path)).toBe(guards.forMethod(unary));
    expect(guards.find('/nobody.Knows/It')).toBeUndefined();
  });

  test('refuse calls of the method that fails, and no others', () => {
    const guards = createMethodGuards({ name: 'inventory' });
    failMany(guards.forMethod(unary), 20, 0);
    beRefused(guards.forMethod(unary), 0);
    enter(guards.forMethod(serverStream), 0);
  });

  test('have the options that the policy has for each method', () => {
    const guards = createMethodGuards({
      name: 'inventory',
      findBreaker: (path) => (path === unary.path ? { minCalls: 2 } : undefined),
    });
    failMany(guards.forMethod(unary), 2, 0);
    failMany(guards.forMethod(bidi), 19, 0);
    expect(guards.snapshot(0).breakers.map(({ state }) => state)).toEqual(['open', 'closed']);
  });

  test('follow a policy that is read again, those that come later included', () => {
    const guards = createMethodGuards({ name: 'inventory' });
    failMany(guards.forMethod(unary), 5, 0);
    guards.update({ findBreaker: () => ({ minCalls: 6 }), bulkhead: { maxConcurrent: 7 } }, 0);
    failMany(guards.forMethod(unary), 1, 0);
    failMany(guards.forMethod(bidi), 6, 0);
    expect(guards.snapshot(0).breakers.map(({ state }) => state)).toEqual(['open', 'open']);
    expect(guards.snapshot(0).bulkhead.maxConcurrent).toBe(7);
  });

  test('change nothing when a part of the new policy is wrong', () => {
    const guards = createMethodGuards({ name: 'inventory' });
    guards.forMethod(unary);
    const wrong = { bulkhead: { maxConcurrent: 7 }, findBreaker: () => ({ minCalls: 0 }) };
    expect(() => guards.update(wrong)).toThrow('breaking.minCalls');
    expect(guards.snapshot().bulkhead.maxConcurrent).toBe(512);
    failMany(guards.forMethod(bidi), 19, 0);
    expect(guards.find(bidi.path)!.state).toBe('closed');
  });

  test('change nothing when the new bulkhead is wrong', () => {
    const guards = createMethodGuards({ name: 'inventory' });
    const wrong = { bulkhead: { maxConcurrent: 0 }, findBreaker: () => ({ minCalls: 2 }) };
    expect(() => guards.update(wrong)).toThrow('breaking.maxConcurrent');
    failMany(guards.forMethod(unary), 2, 0);
    expect(guards.find(unary.path)!.state).toBe('closed');
  });

  test('try the dependency at once when it is healthy again', async () => {
    const guards = createMethodGuards({ name: 'inventory', random: () => 1 });
    failMany(guards.forMethod(unary), 20, 0);
    failMany(guards.forMethod(bidi), 20, 0);
    await settled();
    guards.healthy(10);
    expect(guards.snapshot(10).breakers.map(({ retryAfterMs }) => retryAfterMs)).toEqual([0, 0]);
    enter(guards.forMethod(unary), 10);
    enter(guards.forMethod(bidi), 10);
  });

  test('are plain data in a snapshot', () => {
    const guards = createMethodGuards({ name: 'inventory' });
    enter(guards.forMethod(unary), 0).end(status.UNAVAILABLE, 0);
    const snapshot = guards.snapshot(1);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
    expect(snapshot).toEqual({
      name: 'inventory',
      bulkhead: { inFlight: 0, waiting: 0, maxConcurrent: 512, maxQueue: 128, queueTimeoutMs: 100 },
      breakers: [
        {
          path: unary.path,
          state: 'closed',
          total: 1,
          failed: 1,
          slow: 0,
          timesOpened: 0,
          callsRefused: 0,
          retryAfterMs: 0,
          reason: '',
        },
      ],
    });
  });
});
