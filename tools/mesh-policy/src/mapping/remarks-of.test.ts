import { expect, test } from 'vitest';
import { shopMethods } from '../sources/contract.fixture.ts';
import { createGovernedService } from '../sources/load-services.ts';
import { remarksOf } from './remarks-of.ts';

const service = 'shop.v1.Shop';
const retryPolicy = {
  ...{ maxAttempts: 2, initialBackoff: '0.1s', maxBackoff: '1s', backoffMultiplier: 2 },
  retryableStatusCodes: ['UNAVAILABLE'],
};
const everything = {
  loadBalancingConfig: [{ ballast: {} }],
  methodConfig: [
    {
      ...{ name: [{ service }], timeout: '2s', waitForReady: true, retryPolicy },
      ...{ maxRequestBytes: 10, maxResponseBytes: 20 },
    },
    {
      name: [{ service, method: 'Look' }],
      hedgingPolicy: { maxAttempts: 2 },
    },
  ],
  retryThrottling: { maxTokens: 10, tokenRatio: 0.1 },
  ballast: {
    retryBudget: { ratio: 0.2 },
    bulkhead: { maxConcurrent: 7 },
    methodConfig: [
      {
        name: [{ service, method: 'Buy' }],
        ...{ idempotent: true, criticality: 'critical', fallback: 'refuse' },
        ...{ hedging: {}, breaker: { minCalls: 5 } },
      },
    ],
  },
};
const remarks = remarksOf(
  createGovernedService({
    ...{ name: 'shop', policyFile: 'shop.policy.json', methods: shopMethods },
    text: JSON.stringify(everything),
  }),
).map(({ field, fidelity }) => `${field}: ${fidelity}`);

test.each([
  'loadBalancingConfig.ballast: nearly',
  'loadBalancingConfig.ballast.zonePreference: by nobody',
  `methodConfig[${service}].timeout: 2s: exactly`,
  `methodConfig[${service}].timeout: 2s, Watch: by the client`,
  `methodConfig[${service}].retryPolicy.maxAttempts: 2: exactly`,
  `methodConfig[${service}].retryPolicy, Break: by nobody`,
  `methodConfig[${service}].retryPolicy, Watch: by nobody`,
  `methodConfig[${service}].retryPolicy, Fill: by nobody`,
  `methodConfig[${service}].waitForReady: true: by nobody`,
  `methodConfig[${service}].maxRequestBytes: 10: by the client`,
  `methodConfig[${service}].maxResponseBytes: 20: by the client`,
  'methodConfig[Look].hedgingPolicy: by nobody',
  'retryThrottling: 10 tokens, 0.1 back for a success: nearly',
  'ballast.retryBudget: 0.2 of the calls, 1/s in any case: nearly',
  'ballast.bulkhead: 7 at a time, 128 waiting: by the client',
  'ballast.methodConfig[Buy].idempotent: true: exactly',
  'ballast.methodConfig[Buy].criticality: critical: by the client',
  'ballast.methodConfig[Buy].fallback: refuse: by the client',
  'ballast.methodConfig[Buy].hedging: by nobody',
  'ballast.methodConfig[Buy].breaker: by the client',
])('nothing is dropped in silence: %s', (remark) => {
  expect(remarks).toContain(remark);
});
