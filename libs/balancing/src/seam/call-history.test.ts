import { status } from '@grpc/grpc-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { EchoClient } from '../../test/echo-client.ts';
import { type Replica, startReplicas } from '../../test/replica.ts';
import { registerBalancing } from '../register-balancing.ts';

beforeAll(() => registerBalancing());

const endpointsOf = (replicas: Replica[]) => replicas.map(({ endpoint }) => endpoint);

describe('retries', () => {
  const retryPolicy = {
    maxAttempts: 3,
    initialBackoff: '0.001s',
    maxBackoff: '0.001s',
    backoffMultiplier: 1,
    retryableStatusCodes: ['UNAVAILABLE'],
  };

  test('never go to an endpoint that was tried while another one is ready', async () => {
    await using replicas = await startReplicas(3);
    replicas[0]!.behave = () => ({ code: status.UNAVAILABLE });
    replicas[1]!.behave = () => ({ code: status.UNAVAILABLE });
    using client = new EchoClient({ random: {} }, { methodConfig: [{ name: [{}], retryPolicy }] });
    client.publish(endpointsOf(replicas));
    for (let i = 0; i < 60; i += 1) {
      expect(await client.call()).toMatchObject({ code: status.OK, port: replicas[2]!.port });
    }
  });

  test('go to a tried endpoint again where there is no other', async () => {
    await using replicas = await startReplicas(1);
    replicas[0]!.behave = () => ({ code: status.UNAVAILABLE });
    using client = new EchoClient({ random: {} }, { methodConfig: [{ name: [{}], retryPolicy }] });
    client.publish(endpointsOf(replicas));
    expect(await client.call()).toMatchObject({ code: status.UNAVAILABLE });
    expect(replicas[0]!.calls).toBe(3);
  });
});
