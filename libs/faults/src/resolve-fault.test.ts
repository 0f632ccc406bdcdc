import { expect, test } from 'vitest';
import type { Fault, FaultEffect } from './fault.ts';
import { resolveFault } from './resolve-fault.ts';

const hang: Fault = { name: 'a', methods: '*', effect: { kind: 'hang' } };
const withEffect = (effect: object): Fault => ({ ...hang, effect: effect as FaultEffect });

test('a fault hits every call for a minute where it does not say otherwise', () => {
  expect(resolveFault(hang)).toMatchObject({ share: 1, ttlMs: 60_000 });
});

const fixed = (ms: number) => withEffect({ kind: 'latency', delay: { kind: 'fixed', ms } });

test.each<[Fault, string]>([
  [
    { ...hang, name: 'a b' },
    'fault.name must be 1 to 64 letters, digits, ".", "_" or "-", got "a b"',
  ],
  [{ ...hang, methods: 'x' }, 'fault.methods must be "package.Service/Method"'],
  [{ ...hang, share: 1.5 }, 'fault.share must be within 0 to 1, got 1.5'],
  [{ ...hang, share: NaN }, 'fault.share must be within 0 to 1, got NaN'],
  [{ ...hang, ttlMs: 3_600_001 }, 'fault.ttlMs must be within 1 to 3600000, got 3600001'],
  [{ ...hang, ttlMs: 0.5 }, 'fault.ttlMs must be a whole number, got 0.5'],
  [fixed(60_001), 'fault.latency.delay.ms must be within 0 to 60000, got 60001'],
  [
    withEffect({ kind: 'slowStream', delay: { kind: 'uniform', minMs: 2, maxMs: 1 } }),
    'fault.slowStream.delay.minMs must be within 0 to 1, got 2',
  ],
  [
    withEffect({ kind: 'latency', delay: { kind: 'exponential', meanMs: -1 } }),
    'fault.latency.delay.meanMs must be within 0 to 60000, got -1',
  ],
  [
    withEffect({ kind: 'latency', delay: { kind: 'lognormal', medianMs: 1, sigma: 6 } }),
    'fault.latency.delay.sigma must be within 0 to 5, got 6',
  ],
  [
    withEffect({ kind: 'latency', delay: { kind: 'pareto', minMs: 1, shape: 0 } }),
    'fault.latency.delay.shape must be within 0.1 to 100, got 0',
  ],
  [
    withEffect({ kind: 'latency', delay: { kind: 'odd' } }),
    'fault.latency.delay must be of a known',
  ],
  [withEffect({ kind: 'abort', code: 0 }), 'fault.abort.code must be within 1 to 16, got 0'],
  [withEffect({ kind: 'abort', code: 5, message: 'x'.repeat(257) }), 'fault.abort.message.length'],
  [withEffect({ kind: 'drop', afterMessages: -1 }), 'fault.drop.afterMessages must be within 0'],
  [withEffect({ kind: 'cpuBurn', cpuMs: 1001 }), 'fault.cpuBurn.cpuMs must be within 1 to 1000'],
  [
    withEffect({ kind: 'memoryGrowth', kibibytes: 1, maxMebibytes: 257 }),
    'fault.memoryGrowth.maxMebibytes must be within 1 to 256, got 257',
  ],
  [
    withEffect({ kind: 'eventLoopBlock', blockMs: 5001 }),
    'fault.eventLoopBlock.blockMs must be within 1 to 5000, got 5001',
  ],
  [withEffect({ kind: 'odd' }), 'fault.effect must be of a known kind, got {"kind":"odd"}'],
  [{ ...withEffect({ kind: 'notServing' }), share: 0.5 }, 'fault.share must be 1 for notServing'],
  [
    { ...withEffect({ kind: 'notServing' }), criticality: 'critical' },
    'fault.criticality must be absent for notServing',
  ],
  [
    { ...withEffect({ kind: 'notServing' }), methods: 'a.Shop/Buy' },
    'fault.methods must name a whole service, or all, for notServing, got a.Shop/Buy',
  ],
])('%o is refused: %s', (fault, message) => {
  expect(() => resolveFault(fault)).toThrow(message);
});
