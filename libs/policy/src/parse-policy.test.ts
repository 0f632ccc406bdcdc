import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePolicy } from './parse-policy.ts';
import { isPolicyError, type PolicyViolation } from './policy-error.ts';

const parse = (value: unknown, knownBalancers?: string[]) =>
  parsePolicy(JSON.stringify(value), {
    file: 'x.policy.json',
    ...(knownBalancers && { knownBalancers }),
  });

function findViolations(value: unknown, knownBalancers?: string[]): readonly PolicyViolation[] {
  try {
    parse(value, knownBalancers);
    return [];
  } catch (error) {
    if (isPolicyError(error)) return error.violations;
    throw error;
  }
}

const name = [{ service: 'a.B', method: 'C' }];
const retryPolicy = {
  maxAttempts: 3,
  initialBackoff: '0.05s',
  maxBackoff: '1s',
  backoffMultiplier: 2,
  retryableStatusCodes: ['UNAVAILABLE'],
};

test('takes every field that grpc-js honours', () => {
  const policy = {
    loadBalancingConfig: [{ ballast: {} }, { round_robin: {} }],
    methodConfig: [
      {
        name,
        waitForReady: true,
        timeout: '1.5s',
        maxRequestBytes: 1,
        maxResponseBytes: 2,
        retryPolicy,
      },
      {
        name: [{ service: 'a.B' }],
        hedgingPolicy: { maxAttempts: 2, hedgingDelay: '0.1s', nonFatalStatusCodes: [14] },
      },
      { name: [{}] },
    ],
    retryThrottling: { maxTokens: 10, tokenRatio: 0.1 },
    ballast: {
      retryBudget: { ratio: 0.1, minRetriesPerSecond: 1, window: '10s' },
      bulkhead: { maxConcurrent: 512, maxQueue: 0, queueTimeout: '0.1s' },
      methodConfig: [
        {
          name,
          idempotent: true,
          criticality: 'critical',
          hedging: { percentile: 0.95, maxAttempts: 2, minDelay: '0.005s', maxDelay: '1s' },
          breaker: { failureRatio: 0.5, slowCallRatio: 1, minCalls: 20, maxOpenDuration: '30s' },
          fallback: 'accept',
        },
      ],
    },
  };
  expect(parse(policy)).toEqual(policy);
});

const ballast = (entry: object) => ({ ballast: { methodConfig: [{ name, ...entry }] } });

const refused: [what: string, policy: unknown, path: string, rule: RegExp][] = [
  ['an unknown word under ballast', { ballast: { budget: {} } }, '/ballast/budget', /not a field/],
  [
    'a failure ratio above 1',
    ballast({ breaker: { failureRatio: 1.5 } }),
    '/ballast/methodConfig/0/breaker/failureRatio',
    /must be <= 1/,
  ],
  [
    'a breaker that opens for longer than it may',
    ballast({ breaker: { openDuration: '40s' } }),
    '/ballast/methodConfig/0/breaker/maxOpenDuration',
    /must not be shorter than openDuration \(40s\)/,
  ],
  [
    'a hedge whose delays cross',
    ballast({ hedging: { minDelay: '2s' } }),
    '/ballast/methodConfig/0/hedging/maxDelay',
    /must not be shorter than minDelay/,
  ],
  [
    'a method named twice under ballast',
    { ballast: { methodConfig: [{ name }, { name }] } },
    '/ballast/methodConfig/1/name/0',
    /once only/,
  ],
  [
    'a queue in which nobody can wait',
    { ballast: { bulkhead: { queueTimeout: '0s' } } },
    '/ballast/bulkhead/queueTimeout',
    /must be within "0.001s"/,
  ],
  [
    'a budget of less than a second',
    { ballast: { retryBudget: { window: '0.5s' } } },
    '/ballast/retryBudget/window',
    /must be within "1s" to "3600s"/,
  ],
  [
    'a hedge without a delay',
    ballast({ hedging: { minDelay: '0s' } }),
    '/ballast/methodConfig/0/hedging/minDelay',
    /must be within "0.001s" to "3600s"/,
  ],
  [
    'a fallback that is none',
    ballast({ fallback: 'panic' }),
    '/ballast/methodConfig/0/fallback',
    /allowed values/,
  ],
  ['no object', [], '', /must be object/],
  ['a field that is not one', { metodConfig: [] }, '/metodConfig', /not a field/],
  ['an entry without a name', { methodConfig: [{}] }, '/methodConfig/0/name', /must be set/],
  [
    'a method without its service',
    { methodConfig: [{ name: [{ method: 'C' }] }] },
    '/methodConfig/0/name/0',
    /service/,
  ],
  [
    'a number for a duration',
    { methodConfig: [{ name, timeout: 5 }] },
    '/methodConfig/0/timeout',
    /must be string/,
  ],
  [
    'a duration in minutes',
    { methodConfig: [{ name, timeout: '5m' }] },
    '/methodConfig/0/timeout',
    /must be a duration/,
  ],
  [
    'one attempt',
    { methodConfig: [{ name, retryPolicy: { ...retryPolicy, maxAttempts: 1 } }] },
    '/methodConfig/0/retryPolicy/maxAttempts',
    />= 2/,
  ],
  [
    'a multiplier of 0',
    { methodConfig: [{ name, retryPolicy: { ...retryPolicy, backoffMultiplier: 0 } }] },
    '/methodConfig/0/retryPolicy/backoffMultiplier',
    /> 0/,
  ],
  [
    'a status that is none',
    { methodConfig: [{ name, retryPolicy: { ...retryPolicy, retryableStatusCodes: ['GONE'] } }] },
    '/methodConfig/0/retryPolicy/retryableStatusCodes/0',
    /status name/,
  ],
  [
    'retries without backoff',
    { methodConfig: [{ name, retryPolicy: { maxAttempts: 2 } }] },
    '/methodConfig/0/retryPolicy/maxBackoff',
    /must be set/,
  ],
  [
    'retries and hedges together',
    { methodConfig: [{ name, retryPolicy, hedgingPolicy: { maxAttempts: 2 } }] },
    '/methodConfig/0',
    /both/,
  ],
  ['a name twice', { methodConfig: [{ name }, { name }] }, '/methodConfig/1/name/0', /once only/],
  [
    'too many tokens',
    { retryThrottling: { maxTokens: 1001, tokenRatio: 1 } },
    '/retryThrottling/maxTokens',
    /<= 1000/,
  ],
  [
    'two balancers in one entry',
    { loadBalancingConfig: [{ a: {}, b: {} }] },
    '/loadBalancingConfig/0',
    /1 propert/,
  ],
  [
    'a balancer that is no object',
    { loadBalancingConfig: [{ a: 1 }] },
    '/loadBalancingConfig/0/a',
    /must be object/,
  ],
];

test.each(refused)('refuses %s, with path and rule', (_what, policy, path, rule) => {
  expect(findViolations(policy)).toContainEqual(
    expect.objectContaining({ path, rule: expect.stringMatching(rule) as string }),
  );
});

test('refuses a list of balancers of which the client knows none', () => {
  const violations = findViolations({ loadBalancingConfig: [{ rond_robin: {} }] }, ['round_robin']);
  expect(violations).toEqual([
    expect.objectContaining({ path: '/loadBalancingConfig', value: ['rond_robin'] }),
  ]);
});

test('takes a list of balancers of which the client knows one', () => {
  const policy = { loadBalancingConfig: [{ newer_than_us: {} }, { round_robin: {} }] };
  expect(findViolations(policy, ['round_robin'])).toEqual([]);
});

test('names file, path, rule and value in one line for each mistake', () => {
  const policy = {
    methodConfig: [{ name, timeout: '5m' }],
    retryThrottling: { maxTokens: 0, tokenRatio: 1 },
  };
  expect(() => parse(policy)).toThrow(
    'x.policy.json: /methodConfig/0/timeout must be a duration such as "0.25s", got "5m"\n' +
      'x.policy.json: /retryThrottling/maxTokens must be > 0, got 0',
  );
});

test('says so where the text is no JSON', () => {
  expect(() => parsePolicy('{', { file: 'x.policy.json' })).toThrow(
    /^x.policy.json: the file must be JSON/,
  );
});

test('answers every text with a policy or a PolicyError', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      try {
        parsePolicy(text, { file: 'f' });
      } catch (error) {
        if (!isPolicyError(error)) throw error;
      }
    }),
  );
});

test('cannot be changed by those who share it', () => {
  expect(Object.isFrozen(parse({ methodConfig: [{ name }] }).methodConfig?.[0])).toBe(true);
});

test('a balancing policy that would be used and cannot be is refused with its own words', () => {
  const text = JSON.stringify({ loadBalancingConfig: [{ other: {} }, { mine: { size: 0 } }] });
  const checkBalancer = () => {
    throw new Error('mine.size must be at least 1, got 0');
  };
  const options = { file: 'x.policy.json', knownBalancers: ['mine'], checkBalancer };
  expect(() => parsePolicy(text, options)).toThrow(
    'x.policy.json: /loadBalancingConfig/1/mine mine.size must be at least 1, got 0',
  );
});
