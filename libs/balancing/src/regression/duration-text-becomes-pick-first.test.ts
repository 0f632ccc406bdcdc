// grpc-js 1.14.7's outlier_detection refuses the durations that proto3 JSON writes ("1s"), and a
// refused entry is passed over without a word: all calls go to the first endpoint.
import { beforeAll, expect, test } from 'vitest';
import { EchoClient } from '../../test/echo-client.ts';
import { startReplicas } from '../../test/replica.ts';
import { registerBalancing } from '../register-balancing.ts';

beforeAll(() => registerBalancing());

async function replicasCalled(policy: object): Promise<number> {
  await using replicas = await startReplicas(3);
  using client = new EchoClient(policy);
  client.publish(replicas.map(({ endpoint }) => endpoint));
  await client.callUntil((ports) => ports.length === 100);
  return replicas.filter(({ calls }) => calls > 0).length;
}

test('grpc-js falls back to pick_first', async () => {
  const policy = { outlier_detection: { interval: '1s', child_policy: [{ round_robin: {} }] } };
  expect(await replicasCalled(policy)).toBe(1);
});

test('ours takes them', async () => {
  const outlierEjection = { window: '1s', baseEjectionTime: '0.5s' };
  expect(await replicasCalled({ random: { outlierEjection } })).toBe(3);
});
