import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { resolveSteeringOptions, type SteeringOptions } from './steering-options.ts';

const retryPolicy = {
  maxAttempts: 3,
  initialBackoff: '0.05s',
  maxBackoff: '0.5s',
  backoffMultiplier: 2,
  retryableStatusCodes: ['unavailable', 8],
};
const withRetry = (own: object): SteeringOptions => ({
  methodConfig: [{ name: [{}], retryPolicy: { ...retryPolicy, ...own } }],
});
const withHedging = (hedging: object): SteeringOptions => ({ methods: [{ name: [{}], hedging }] });

test.each<[SteeringOptions, string]>([
  [
    withRetry({ maxAttempts: 1 }),
    'methodConfig[0].retryPolicy.maxAttempts must be a number within',
  ],
  [withRetry({ maxAttempts: 2.5 }), 'retryPolicy.maxAttempts must be a whole number, got 2.5'],
  [
    withRetry({ initialBackoff: '1m' }),
    'initialBackoff must be a duration such as "0.5s", got "1m"',
  ],
  [withRetry({ initialBackoff: '0s' }), 'retryPolicy.initialBackoff must be above 0, got 0'],
  [withRetry({ maxBackoff: '0s' }), 'retryPolicy.maxBackoff must be above 0, got 0'],
  [withRetry({ backoffMultiplier: 0 }), 'retryPolicy.backoffMultiplier must be a number within'],
  [
    withRetry({ retryableStatusCodes: ['GONE'] }),
    'retryableStatusCodes[0] must be the name or number of a failure, got "GONE"',
  ],
  [
    withRetry({ retryableStatusCodes: ['OK'] }),
    'retryableStatusCodes[0] must be the name or number of a failure, got "OK"',
  ],
  [
    { methodConfig: [{ name: [{}], retryPolicy, hedgingPolicy: { maxAttempts: 2 } }] },
    'methodConfig[0] must not have both retryPolicy and hedgingPolicy',
  ],
  [
    { methodConfig: [{ name: [{}], hedgingPolicy: { maxAttempts: 2, hedgingDelay: 'soon' } }] },
    'methodConfig[0].hedgingPolicy.hedgingDelay must be a duration',
  ],
  [
    { methodConfig: [{ name: [{}], timeout: '-1s' }] },
    'methodConfig[0].timeout must be a duration',
  ],
  [withHedging({ percentile: 95 }), 'methods[0].hedging.percentile must be a number within'],
  [
    withHedging({ maxAttempts: 6 }),
    'methods[0].hedging.maxAttempts must be a number within [2, 5]',
  ],
  [withHedging({ maxDelayMs: 3 }), 'methods[0].hedging.minDelayMs must be a number within [1, 3]'],
])('%j is refused: %s', (options, message) => {
  expect(() => resolveSteeringOptions(options)).toThrow(message);
});

const findRule = (options: SteeringOptions) => resolveSteeringOptions(options).findRule('/a.B/C');

test('status codes are names in any case, or numbers', () => {
  const { retry } = findRule({ ...withRetry({}), idempotentMethods: ['/a.B/C'] });
  expect(retry?.codes).toEqual([status.UNAVAILABLE, status.RESOURCE_EXHAUSTED]);
});

test('the entry for the method goes before the one for its service, and that before the default', () => {
  const methodConfig = [
    { name: [{}], timeout: '3s' },
    { name: [{ service: 'a.B' }], timeout: '2s' },
    { name: [{ service: 'a.B', method: 'C' }], timeout: '1.5s' },
  ];
  const { findRule: find } = resolveSteeringOptions({ methodConfig });
  expect(find('/a.B/C').timeout).toEqual({ seconds: 1, nanos: 500_000_000 });
  expect(find('/a.B/D').timeoutMs).toBe(2000);
  expect(find('/x.Y/Z').timeoutMs).toBe(3000);
});

test('a timeout is also read in the form that grpc-js gives it', () => {
  const timeout = { seconds: 2, nanos: 500_000_000 };
  expect(findRule({ methodConfig: [{ name: [{}], timeout }] }).timeout).toEqual(timeout);
});

test('a method that is not idempotent has a timeout and nothing else', () => {
  const [config] = withRetry({}).methodConfig!;
  const rule = findRule({
    methodConfig: [{ ...config!, timeout: '1s' }],
    methods: [{ name: [{}], hedging: {} }],
  });
  expect(rule).toMatchObject({ timeoutMs: 1000, retry: undefined, hedging: undefined });
});

test('a hedged method repeats at once what it would have retried', () => {
  const { hedging } = findRule({
    ...withRetry({}),
    methods: [{ name: [{ service: 'a.B' }], idempotent: true, hedging: {} }],
  });
  expect(hedging).toEqual({
    maxAttempts: 2,
    delay: { kind: 'percentile', percentile: 0.95, minDelayMs: 5, maxDelayMs: 1000 },
    codes: [status.UNAVAILABLE, status.RESOURCE_EXHAUSTED],
  });
});
