import { beforeAll, expect, test } from 'vitest';
import { ConfigFieldError } from '../config/config-fields.ts';
import { registerBalancing } from '../register-balancing.ts';
import { checkBalancingConfig } from './check-balancing-config.ts';
import { knownBalancers } from './registered-policies.ts';

beforeAll(() => registerBalancing());

test('the known policies are ours and those of grpc-js, each once', () => {
  expect(knownBalancers()).toEqual([
    'ballast',
    'random',
    'least_request_experimental',
    'weighted_round_robin',
    'ring_hash_experimental',
    'random_subsetting',
    'virtual_address',
    'pick_first',
    'round_robin',
    'outlier_detection',
  ]);
});

test.each([
  [{ ballast: {} }, 'ballast'],
  [{ ballast: { failureBackoff: '1.5s', outlierEjection: {} } }, 'ballast'],
  [{ round_robin: {} }, 'round_robin'],
  [
    { random_subsetting: { subsetSize: 3, childPolicy: [{ unheard_of: {} }, { ballast: {} }] } },
    'random_subsetting',
  ],
])('%j is right', (entry, name) => {
  expect(checkBalancingConfig(entry)).toBe(name);
});

test.each([
  [undefined, 'loadBalancingConfig must have one policy in each entry, got undefined'],
  [
    { ballast: {}, random: {} },
    'loadBalancingConfig must have one policy in each entry, got {"ballast":{},"random":{}}',
  ],
  [
    { unheard_of: {} },
    /^loadBalancingConfig must name a known policy \(ballast, .*\), got unheard/,
  ],
  [{ ballast: { choiceCount: 1 } }, 'ballast.choiceCount must be within [2, 10], got 1'],
  [
    { ballast: { outlierEjection: { window: 10 } } },
    'ballast.outlierEjection.window must be a duration such as "1.5s", got 10',
  ],
  [{ random_subsetting: {} }, 'random_subsetting.subsetSize must be given'],
  [
    { random_subsetting: { subsetSize: 3, childPolicy: [{ ballast: { apertureSize: 0 } }] } },
    'random_subsetting.childPolicy: ballast.apertureSize must be within [2, 1000], got 0',
  ],
  [
    { outlier_detection: { interval: '1s', child_policy: [{ random: {} }] } },
    /outlier_detection: .*interval.*expected Duration, got string/,
  ],
  [
    { outlier_detection: { child_policy: [{ random: { size: 1 } }] } },
    'outlier_detection.child_policy: random.size is not a field; known: none',
  ],
])('%j is refused', (entry, message) => {
  expect(() => checkBalancingConfig(entry)).toThrow(message);
  expect(() => checkBalancingConfig(entry)).toThrow(ConfigFieldError);
});
