import { expect, test } from 'vitest';
import { type AdmissionOptions, resolveAdmissionOptions } from './options.ts';

test('everything has a default', () => {
  expect(resolveAdmissionOptions()).toMatchObject({
    minLimit: 100,
    maxLimit: 1_000,
    intervalMs: 100,
    busyLoopMs: 500,
    calmAfterMs: 1_000,
    turnMs: 10,
    maxStreams: 1_000,
    maxClients: 1_024,
    rateLimits: [],
  });
});

test('a rate limit allows a second’s worth at once', () => {
  const { rateLimits } = resolveAdmissionOptions({
    rateLimits: [{ methods: '/', per: 'client', callsPerSecond: 50 }],
  });
  expect(rateLimits).toEqual([{ methods: '/', per: 'client', callsPerSecond: 50, burst: 50 }]);
});

const wrong: [AdmissionOptions, string][] = [
  [{ minLimit: 0 }, 'admission.minLimit must be within 1 to 1000, got 0'],
  [{ minLimit: 6, maxLimit: 5 }, 'admission.minLimit must be within 1 to 5, got 6'],
  [{ maxLimit: NaN }, 'admission.maxLimit must be within 1 to 1000000, got NaN'],
  [{ intervalMs: 0 }, 'admission.intervalMs must be within 1 to 60000, got 0'],
  [{ calmAfterMs: 70_000 }, 'admission.calmAfterMs must be within 1 to 60000, got 70000'],
  [{ turnMs: 0 }, 'admission.turnMs must be within 1 to 1000, got 0'],
  [{ maxStreams: 0 }, 'admission.maxStreams must be within 1 to 1000000, got 0'],
  [{ maxClients: 1 }, 'admission.maxClients must be within 2 to 1000000, got 1'],
  [
    { rateLimits: [{ methods: 'Get', per: 'client', callsPerSecond: 1 }] },
    "admission.rateLimits[0].methods must start with '/', got 'Get'",
  ],
  [
    { rateLimits: [{ methods: '/', per: 'client', callsPerSecond: 0 }] },
    'admission.rateLimits[0].callsPerSecond must be above 0, up to 1000000, got 0',
  ],
  [
    { rateLimits: [{ methods: '/', per: 'client', callsPerSecond: 1, burst: 0.5 }] },
    'admission.rateLimits[0].burst must be within 1 to 1000000, got 0.5',
  ],
];

test.each(wrong)('%j is refused with field, rule and value', (options, message) => {
  expect(() => resolveAdmissionOptions(options)).toThrow(new RangeError(message));
});
