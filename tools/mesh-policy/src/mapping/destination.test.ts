import type { Policy } from '@ballast/policy';
import { describe, expect, test } from 'vitest';
import { shopMethods } from '../sources/contract.fixture.ts';
import { createGovernedService } from '../sources/load-services.ts';
import { mapDestination } from './destination.ts';

const map = (policy: Policy, methods = shopMethods) =>
  mapDestination(
    createGovernedService({
      ...{ name: 'shop', policyFile: 'shop.policy.json', methods },
      text: JSON.stringify(policy),
    }),
  );
const balance = (...loadBalancingConfig: Record<string, object>[]) => map({ loadBalancingConfig });

describe('balancing', () => {
  test('locality is off whatever the policy says: ejection would turn it on', () => {
    const { localityLbSetting } = balance({ round_robin: {} }).value.loadBalancer;
    expect(localityLbSetting).toEqual({ enabled: false });
  });

  test('ballast leaves the algorithm to the default, and keeps its slow start', () => {
    const config = { ballast: { slowStart: { window: '4s', minShare: 0.25 } } };
    expect(balance(config, { round_robin: {} }).value.loadBalancer).toEqual({
      localityLbSetting: { enabled: false },
      warmup: { duration: '4s', minimumPercent: 25, aggression: 1 },
    });
  });

  test('a slow start of nothing is none', () => {
    const config = { ballast: { slowStart: { window: '0s' } } };
    expect(balance(config).value.loadBalancer).not.toHaveProperty('warmup');
  });

  test.each([
    ['round_robin', {}, { simple: 'ROUND_ROBIN' }],
    ['random', {}, { simple: 'RANDOM' }],
    ['weighted_round_robin', {}, { simple: 'ROUND_ROBIN' }],
    ['least_request_experimental', {}, {}],
    [
      'ring_hash_experimental',
      { requestHashHeader: 'x-user' },
      { consistentHash: { httpHeaderName: 'x-user', ringHash: { minimumRingSize: 1024 } } },
    ],
  ])('%s', (name, config, wanted) => {
    expect(balance({ [name]: config }).value.loadBalancer).toEqual({
      localityLbSetting: { enabled: false },
      ...wanted,
    });
  });

  test('the first one that our client knows counts, inside of wrappers too', () => {
    const child = [{ new_policy: {} }, { round_robin: {} }];
    const { value, remarks } = balance(
      { unheard_of: {} },
      { random_subsetting: { subsetSize: 3, childPolicy: child } },
      { random: {} },
    );
    expect(value.loadBalancer.simple).toBe('ROUND_ROBIN');
    expect(remarks.find(({ field }) => field.endsWith('random_subsetting'))?.fidelity).toBe(
      'by nobody',
    );
  });
});

describe('ejection', () => {
  test("ballast's leaving alone becomes five failures in a row", () => {
    expect(balance({ ballast: {} }).value.outlierDetection).toEqual({
      ...{ consecutive5xxErrors: 5, interval: '1s', baseEjectionTime: '2s' },
      ...{ maxEjectionPercent: 50, minHealthPercent: 50 },
    });
  });

  test('outlierEjection is taken over, with who has to stay', () => {
    const outlierEjection = { consecutiveFailures: 3, baseEjectionTime: '7s', panicThreshold: 0.7 };
    expect(balance({ round_robin: {} }).value.outlierDetection).toBeUndefined();
    expect(balance({ ballast: { outlierEjection } }).value.outlierDetection).toEqual({
      ...{ consecutive5xxErrors: 3, interval: '1s', baseEjectionTime: '7s' },
      ...{ maxEjectionPercent: 30, minHealthPercent: 70 },
    });
  });

  test('gRPC’s own outlier_detection has the same fields', () => {
    const { value, remarks } = balance({
      outlier_detection: {
        ...{ interval: '5s', base_ejection_time: '20s', max_ejection_percent: 30 },
        failure_percentage_ejection: {},
        child_policy: [{ round_robin: {} }],
      },
    });
    expect(value.outlierDetection).toMatchObject({
      ...{ interval: '5s', baseEjectionTime: '20s', maxEjectionPercent: 30 },
    });
    expect(remarks.map(({ field }) => field)).toContain(
      'loadBalancingConfig.outlier_detection.failure_percentage_ejection',
    );
  });
});

describe('the budget of retries', () => {
  test('a share of calls becomes a share of those under way', () => {
    expect(map({}).value.retryBudget).toEqual({ percent: 10, minRetryConcurrency: 1 });
  });

  test('what a second may have in any case is under way for the longest pause', () => {
    const retryPolicy = {
      ...{ maxAttempts: 2, initialBackoff: '0.1s', maxBackoff: '2s', backoffMultiplier: 2 },
      retryableStatusCodes: ['UNAVAILABLE'],
    };
    const { retryBudget } = map({
      methodConfig: [{ name: [{}], retryPolicy }],
      ballast: { retryBudget: { ratio: 0.25, minRetriesPerSecond: 4 } },
    }).value;
    expect(retryBudget).toEqual({ percent: 25, minRetryConcurrency: 8 });
  });
});

describe('limits', () => {
  const unary = shopMethods.map((each) => ({ ...each, isStreaming: false, staysOpen: false }));

  test('a service without open streams has the limit of the bulkhead', () => {
    const ballast = { bulkhead: { maxConcurrent: 10, maxQueue: 5 } };
    expect(map({ ballast }, unary).value.connectionPool).toEqual({
      http: { http1MaxPendingRequests: 15, http2MaxRequests: 10 },
    });
  });

  test('open streams would use it up, so there it is not said', () => {
    const { value, remarks } = map({});
    expect(value.connectionPool).toEqual({ http: { http1MaxPendingRequests: 640 } });
    expect(remarks.find(({ field }) => field.includes('bulkhead'))?.says).toContain('Watch');
  });
});
