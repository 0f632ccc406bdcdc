// The claim of the room: what a sidecar does to a call is what a client without one would do.
import {
  durationToMs,
  findBallastMethodConfig,
  findMethodConfig,
  formatDurationMs,
  parseDuration,
  type MethodName,
  type Policy,
} from '@ballast/policy';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shopMethods } from '../sources/contract.fixture.ts';
import { createGovernedService } from '../sources/load-services.ts';
import type { GovernedService } from '../sources/service.ts';
import { routesOf } from './route.ts';

const service = 'shop.v1.Shop';
const methods = ['Buy', 'Look', 'Break', 'Watch', 'Fill'];
const milliseconds = fc.integer({ min: 1, max: 60_000 });
const duration = milliseconds.map(formatDurationMs);
const retryPolicy = fc.record({
  maxAttempts: fc.integer({ min: 2, max: 10 }),
  initialBackoff: duration,
  maxBackoff: duration,
  backoffMultiplier: fc.constantFrom(1, 1.5, 2, 3),
  retryableStatusCodes: fc.subarray(['UNAVAILABLE', 'INTERNAL', 'ABORTED', 'UNKNOWN'], {
    minLength: 1,
  }),
});

/** Entries that share no name: gRFC A2 forbids it. */
const entries = <Rest>(rest: fc.Arbitrary<Rest>): fc.Arbitrary<(Rest & { name: MethodName[] })[]> =>
  fc
    .tuple(
      fc.shuffledSubarray<MethodName>([
        ...methods.map((method) => ({ service, method })),
        { service },
        {},
      ]),
      fc.array(rest, { minLength: 1, maxLength: 3 }),
    )
    .map(([names, rests]) =>
      rests.flatMap((each, index) => {
        const name = names.filter((_, at) => at % rests.length === index);
        return name.length === 0 ? [] : [{ ...each, name }];
      }),
    );

const policies: fc.Arbitrary<Policy> = fc.record({
  methodConfig: entries(
    fc.record({ timeout: duration, retryPolicy }, { requiredKeys: [] }),
  ) as fc.Arbitrary<NonNullable<Policy['methodConfig']>>,
  ballast: fc.record({
    methodConfig: entries(fc.record({ idempotent: fc.boolean() }, { requiredKeys: [] })),
  }) as fc.Arbitrary<NonNullable<Policy['ballast']>>,
});

const govern = (policy: Policy): GovernedService =>
  createGovernedService({
    ...{ name: 'shop', policyFile: 'shop.policy.json', methods: shopMethods },
    text: JSON.stringify(policy),
  });

test('a unary call has the timeout of the client, and is repeated as often', () => {
  fc.assert(
    fc.property(policies, fc.constantFrom('Buy', 'Look', 'Break'), (policy, name) => {
      const path = `/${service}/${name}`;
      const route = routesOf(govern(policy)).find((each) => each.name === name);
      const config = findMethodConfig(policy, path);
      expect(toMs(route?.timeout)).toBe(toMs(config?.timeout));
      const isIdempotent =
        findBallastMethodConfig(policy, path)?.idempotent ?? (name === 'Buy' || name === 'Look');
      const codes = config?.retryPolicy?.retryableStatusCodes ?? [];
      const sayable = codes.filter((code) => code === 'UNAVAILABLE' || code === 'INTERNAL');
      const attempts =
        isIdempotent && sayable.length > 0
          ? Math.min(5, config?.retryPolicy?.maxAttempts ?? 1) - 1
          : 0;
      expect(route?.retries.attempts).toBe(attempts);
      const conditions = (route?.retries.retryOn ?? '').split(',');
      expect(conditions.includes('unavailable')).toBe(
        attempts > 0 && sayable.includes('UNAVAILABLE'),
      );
      expect(conditions.includes('internal')).toBe(attempts > 0 && sayable.includes('INTERNAL'));
    }),
  );
});

test('no stream is repeated, and one that stays open has a timeout only by name', () => {
  fc.assert(
    fc.property(policies, (policy) => {
      const routes = routesOf(govern(policy));
      const streams = routes.filter(({ method }) => method?.isStreaming);
      expect(streams.map(({ retries }) => retries.attempts)).toEqual([0, 0]);
      const named = policy.methodConfig?.find(({ name }) =>
        name.some(({ method }) => method === 'Watch'),
      );
      expect(toMs(routes.find(({ name }) => name === 'Watch')?.timeout)).toBe(toMs(named?.timeout));
    }),
  );
});

test('every call meets a route that says how often it is repeated', () => {
  fc.assert(
    fc.property(policies, (policy) => {
      const routes = routesOf(govern(policy));
      expect(routes.map(({ name }) => name)).toEqual(['repeated-above', ...methods, 'other']);
      expect(routes.every(({ retries }) => Number.isInteger(retries.attempts))).toBe(true);
    }),
  );
});

const toMs = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : durationToMs(parseDuration(text));
