import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClientTable } from '../clients/client-table.ts';
import type { ResolvedRateLimit } from './rate-limit.ts';
import { RateLimits } from './rate-limits.ts';

const limit: ResolvedRateLimit = { methods: '/', per: 'client', callsPerSecond: 10, burst: 5 };

function limited(...limits: ResolvedRateLimit[]) {
  const rates = new RateLimits(limits);
  const clients = new ClientTable(10);
  return (nowMs: number, { client = 'one', method = '/a/b' } = {}) =>
    rates.take(method, clients.find(client), nowMs);
}

test('a burst passes, the call after it is told how long to wait', () => {
  const take = limited(limit);
  for (let i = 0; i < 5; i += 1) expect(take(0)).toBe(0);
  expect(take(0)).toBe(100);
  expect(take(60)).toBeCloseTo(40);
  expect(take(100)).toBe(0);
});

test('each client has its own bucket', () => {
  const take = limited(limit);
  for (let i = 0; i < 6; i += 1) take(0);
  expect(take(0, { client: 'other' })).toBe(0);
});

test('a limit of a method is shared by all clients', () => {
  const take = limited({ ...limit, per: 'method prefix' });
  for (let i = 0; i < 5; i += 1) take(0, { client: String(i) });
  expect(take(0, { client: 'last' })).toBe(100);
});

test('a limit leaves other methods alone', () => {
  const take = limited({ ...limit, methods: '/shop.v1.Orders/' });
  for (let i = 0; i < 50; i += 1) expect(take(0, { method: '/shop.v1.Items/Get' })).toBe(0);
});

test('a call that one limit refuses takes no token of another', () => {
  const take = limited(
    { ...limit, burst: 1 },
    { methods: '/a/', per: 'method prefix', callsPerSecond: 1, burst: 2 },
  );
  expect(take(0)).toBe(0);
  expect(take(0)).toBe(100);
  expect(take(0, { client: 'other' })).toBe(0);
});

test('never more than the burst and the rate, and never less when asked often enough', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 300 }),
      (gapsMs) => {
        const take = limited(limit);
        // The reference: a bucket that is filled and emptied as in the books.
        let tokens = 5;
        let nowMs = 0;
        for (const gapMs of gapsMs) {
          nowMs += gapMs;
          tokens = Math.min(5, tokens + gapMs / 100);
          const isTaken = take(nowMs) === 0;
          // At the very edge both answers are right: the sums are rounded differently.
          fc.pre(Math.abs(tokens - 1) > 1e-9);
          expect(isTaken).toBe(tokens > 1);
          if (isTaken) tokens -= 1;
        }
      },
    ),
  );
});
