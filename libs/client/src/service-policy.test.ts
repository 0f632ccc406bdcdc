import { snapshotBalancers } from '@ballast/balancing';
import { isPolicyError } from '@ballast/policy';
import { startTestServer } from '@ballast/testing';
import { expect, test } from 'vitest';
import { connect } from '../test/connect.ts';
import { openServicePolicy } from './service-policy.ts';

const open = (loadBalancingConfig: readonly Record<string, object>[]) =>
  openServicePolicy({ service: 'shop', published: { loadBalancingConfig } });

test.each([
  [{ ballast: { apertureSize: 1 } }, 'apertureSize must be within [2, 1000], got 1'],
  [{ best_of_all: {} }, 'must name a balancing policy that this client knows (ballast'],
  [{ outlier_detection: { interval: 'soon' } }, 'interval'],
])('a policy with %j is refused, not replaced by pick_first', async (entry, message) => {
  const error: unknown = await open([entry]).catch((thrown: unknown) => thrown);
  expect(isPolicyError(error) && error.message).toContain(message);
});

test('durations are as a policy file has them, also where grpc-js wants others', async () => {
  const entry = { outlier_detection: { interval: '1s', child_policy: [{ round_robin: {} }] } };
  using policy = await open([entry]);
  expect(policy.current.loadBalancingConfig).toEqual([entry]);
});

test.each([
  [undefined, 'ballast'],
  [{ loadBalancingConfig: [{ unheard_of: {} }, { random: {} }] }, 'random'],
])('under the policy %j calls are balanced by %s', async (policy, balancer) => {
  await using server = await startTestServer();
  using client = connect(server.address, { policy });
  await client.unary({ text: 'hello', count: 1 });
  const own = snapshotBalancers().filter(({ channel }) => channel.includes(server.address));
  expect(own.map((one) => one.policy)).toEqual([balancer]);
  expect(own[0]?.endpoints.map(({ calls }) => calls)).toEqual([1]);
});
