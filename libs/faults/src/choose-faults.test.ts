import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ArmedFault } from './armed-fault.ts';
import { chooseFaults, compareByEffect } from './choose-faults.ts';
import type { Criticality, Fault } from './fault.ts';
import { resolveFault } from './resolve-fault.ts';

const arm = (rest: Partial<Fault>): ArmedFault =>
  new ArmedFault(resolveFault({ name: 'a', methods: '*', effect: { kind: 'hang' }, ...rest }), 0);
const criticality = fc.constantFrom<Criticality>('critical', 'default', 'sheddable');
const never = (): number => {
  throw new Error('chance was asked');
};

test('a fault hits the share of its calls that it says', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      const armed = [arm({ share })];
      const draws = Array.from({ length: 1000 }, (_, i) => i / 1000);
      const hits = draws.filter(
        (draw) => chooseFaults(armed, anyCall, 0, () => draw).length === 1,
      ).length;
      expect(hits).toBe(Math.ceil(share * 1000));
    }),
  );
});

test('a fault that could not hit a call asks no chance, and nor does a certain one', () => {
  const calls = [anyCall, { ...anyCall, criticality: 'sheddable' as const }];
  const armed = [
    arm({ share: 0.5, criticality: 'critical' }),
    arm({ share: 0.5, methods: 'other.Service/*' }),
    arm({ share: 0.5, ttlMs: 1 }),
    arm({}),
  ];
  expect(calls.map((call) => chooseFaults(armed, call, 1, never))).toEqual([
    [armed[3]],
    [armed[3]],
  ]);
});

test('a fault hits exactly the calls of its criticality, before its time is over', () => {
  fc.assert(
    fc.property(
      fc.option(criticality, { nil: undefined }),
      criticality,
      fc.nat(200),
      (wanted, actual, nowMs) => {
        const hit = chooseFaults(
          [arm({ criticality: wanted, ttlMs: 100 })],
          { ...anyCall, criticality: actual },
          nowMs,
          never,
        );
        expect(hit.length === 1).toBe(nowMs < 100 && (wanted ?? actual) === actual);
      },
    ),
  );
});

test('a call waits before it fails, whatever the order of the faults', () => {
  const abort = arm({ effect: { kind: 'abort', code: 14 } });
  const block = arm({ effect: { kind: 'eventLoopBlock', blockMs: 1 } });
  const hang = arm({});
  expect([abort, hang, block].toSorted(compareByEffect)).toEqual([block, hang, abort]);
});

const anyCall = { path: '/shop.v1.Shop/Buy', criticality: 'default' as const };
