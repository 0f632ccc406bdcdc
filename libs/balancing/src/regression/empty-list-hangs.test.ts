// grpc-js 1.14.7's round_robin answers an empty list with IDLE and a picker that queues: calls
// wait for their whole deadline.
import { status } from '@grpc/grpc-js';
import { beforeAll, expect, test } from 'vitest';
import { EchoClient, type EchoCall } from '../../test/echo-client.ts';
import { startReplicas } from '../../test/replica.ts';
import { registerBalancing } from '../register-balancing.ts';

beforeAll(() => registerBalancing());

async function callAfterEmptyList(policy: object): Promise<EchoCall> {
  await using replicas = await startReplicas(1);
  using client = new EchoClient(policy);
  client.publish([replicas[0]!.endpoint]);
  await client.call();
  client.publish([]);
  return await client.call({ timeoutMs: 400 });
}

test('grpc-js waits for the deadline', async () => {
  const { code, details } = await callAfterEmptyList({ round_robin: {} });
  expect(code).toBe(status.DEADLINE_EXCEEDED);
  expect(details).toContain('Waiting for LB pick');
});

test.each(['ballast', 'random', 'least_request_experimental', 'weighted_round_robin'])(
  'our %s fails at once with UNAVAILABLE',
  async (name) => {
    const { code, tookMs } = await callAfterEmptyList({ [name]: {} });
    expect(code).toBe(status.UNAVAILABLE);
    expect(tookMs).toBeLessThan(200);
  },
);
