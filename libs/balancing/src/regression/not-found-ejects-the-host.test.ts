// grpc-js 1.14.7's outlier_detection counts every status but OK as the host's failure, so a host
// that is asked for what does not exist is ejected; and with its defaults it never acts on three
// replicas, whatever they do.
import { status } from '@grpc/grpc-js';
import { beforeAll, expect, test } from 'vitest';
import { EchoClient } from '../../test/echo-client.ts';
import { startReplicas } from '../../test/replica.ts';
import { registerBalancing } from '../register-balancing.ts';

beforeAll(() => registerBalancing());

const seconds = (value: number) => ({ seconds: Math.floor(value), nanos: (value % 1) * 1e9 });
const peer = (minimumHosts: number) => ({
  outlier_detection: {
    interval: seconds(0.1),
    base_ejection_time: seconds(30),
    max_ejection_time: seconds(300),
    max_ejection_percent: 50,
    failure_percentage_ejection: {
      threshold: 50,
      enforcement_percentage: 100,
      minimum_hosts: minimumHosts,
      request_volume: 5,
    },
    child_policy: [{ round_robin: {} }],
  },
});

/**
 * Whether the first of three replicas, which answers with this code from some time on, is left out:
 * 40 calls in a row pass it by, within 2 s.
 */
async function isLeftOut(policy: object, code: status): Promise<boolean> {
  await using replicas = await startReplicas(3);
  const [odd] = replicas;
  using client = new EchoClient(policy);
  client.publish(replicas.map(({ endpoint }) => endpoint));
  await client.callUntil((ports) => new Set(ports).size === 3);
  odd!.behave = () => ({ code });
  const startMs = performance.now();
  while (performance.now() - startMs < 2_000) {
    odd!.calls = 0;
    for (let i = 0; i < 40; i += 1) await client.call();
    if (odd!.calls === 0) return true;
  }
  return false;
}

test('grpc-js ejects a host that answers NOT_FOUND', async () => {
  expect(await isLeftOut(peer(3), status.NOT_FOUND)).toBe(true);
});

test('grpc-js leaves a host that fails among three, as its default asks for five', async () => {
  expect(await isLeftOut(peer(5), status.UNAVAILABLE)).toBe(false);
});

test('our ejection keeps a host that answers NOT_FOUND', async () => {
  const policy = { random: { outlierEjection: { consecutiveFailures: 3 } } };
  expect(await isLeftOut(policy, status.NOT_FOUND)).toBe(false);
});

test.each(['random', 'ballast'])(
  'our %s leaves out a host that fails among three',
  async (name) => {
    const policy = { [name]: { outlierEjection: { consecutiveFailures: 3 } } };
    expect(await isLeftOut(policy, status.UNAVAILABLE)).toBe(true);
  },
);
