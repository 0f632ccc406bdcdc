import { createGate } from '@ballast/testing';
import { connectivityState, Metadata, status } from '@grpc/grpc-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { EchoClient } from '../../test/echo-client.ts';
import { Replica, startReplicas } from '../../test/replica.ts';
import { registerBalancing } from '../register-balancing.ts';
import { registerBalancingPolicy } from './register-balancing-policy.ts';
import { markStreaming } from './streaming.ts';

beforeAll(() => registerBalancing());

const endpointsOf = (replicas: Replica[]) => replicas.map(({ endpoint }) => endpoint);
const nowhere = { addresses: [{ host: '127.0.0.1', port: 1 }] };

describe('an empty list', () => {
  test('fails calls at once with UNAVAILABLE when it is the first list', async () => {
    using client = new EchoClient({ random: {} });
    client.publish([]);
    const { code, details, tookMs } = await client.call({ timeoutMs: 5_000 });
    expect(code).toBe(status.UNAVAILABLE);
    expect(details).toContain('no endpoints');
    expect(tookMs).toBeLessThan(1_000);
  });

  test('fails calls at once after endpoints were there, and recovers with the next list', async () => {
    await using replicas = await startReplicas(1);
    using client = new EchoClient({ random: {} });
    client.publish(endpointsOf(replicas));
    expect(await client.call()).toMatchObject({ code: status.OK });
    client.publish([]);
    const failed = await client.call();
    expect(failed).toMatchObject({ code: status.UNAVAILABLE });
    expect(failed.tookMs).toBeLessThan(1_000);
    client.publish(endpointsOf(replicas));
    expect(await client.call()).toMatchObject({ code: status.OK });
  });
});

describe('connections', () => {
  test('an endpoint that joins a live channel takes calls', async () => {
    await using replicas = await startReplicas(2);
    const [first, second] = endpointsOf(replicas);
    using client = new EchoClient({ random: {} });
    client.publish([first!]);
    await client.call();
    client.publish([first!, second!]);
    const ports = await client.callUntil((seen) => seen.includes(replicas[1]!.port));
    expect(ports).toContain(replicas[1]!.port);
  });

  test('an endpoint that leaves takes no more calls, and its calls under way end well', async () => {
    await using replicas = await startReplicas(2);
    const gate = createGate();
    using client = new EchoClient({ random: {} });
    replicas[1]!.behave = () => gate.opened.then(() => ({}));
    client.publish([replicas[1]!.endpoint]);
    const underWay = client.call();
    await expect.poll(() => replicas[1]!.calls).toBe(1);
    client.publish([replicas[0]!.endpoint]);
    for (let i = 0; i < 20; i += 1) expect((await client.call()).port).toBe(replicas[0]!.port);
    gate.open();
    expect(await underWay).toMatchObject({ code: status.OK, port: replicas[1]!.port });
  });

  test('calls wait while the only endpoint connects, and fail once it cannot be reached', async () => {
    using client = new EchoClient({ random: {} });
    client.publish([nowhere]);
    const { code, details } = await client.call();
    expect(code).toBe(status.UNAVAILABLE);
    expect(details).toContain('no endpoint can be reached');
    expect(client.state).toBe(connectivityState.TRANSIENT_FAILURE);
  });

  test('an unreachable endpoint costs no call while another one is ready', async () => {
    await using replicas = await startReplicas(1);
    using client = new EchoClient({ random: {} });
    client.publish([nowhere, replicas[0]!.endpoint]);
    for (let i = 0; i < 20; i += 1) expect((await client.call()).code).toBe(status.OK);
  });

  test('a replica that is killed and started again is connected again without being called', async () => {
    await using replicas = await startReplicas(1);
    const { port, endpoint } = replicas[0]!;
    using client = new EchoClient({ random: {} });
    client.publish([endpoint]);
    await client.call();
    replicas[0]!.kill();
    await client.waitForState(connectivityState.TRANSIENT_FAILURE);
    await using again = await Replica.start({ port });
    await client.waitForState(connectivityState.READY);
    expect(again.calls).toBe(0);
    expect(await client.call()).toMatchObject({ code: status.OK, port });
  });

  test('a lost connection asks the resolver again', async () => {
    await using replicas = await startReplicas(2);
    using client = new EchoClient({ random: {} });
    client.publish(endpointsOf(replicas));
    await client.callUntil((seen) => new Set(seen).size === 2);
    const before = client.resolutions;
    replicas[0]!.kill();
    await expect.poll(() => client.resolutions).toBeGreaterThan(before);
  });

  test('an endpoint with several addresses is reached by the one that works', async () => {
    await using replicas = await startReplicas(1);
    using client = new EchoClient({ random: {} });
    client.publish([{ addresses: [...nowhere.addresses, ...replicas[0]!.endpoint.addresses] }]);
    expect(await client.call()).toMatchObject({ code: status.OK, port: replicas[0]!.port });
    replicas[0]!.kill();
    await client.waitForState(connectivityState.TRANSIENT_FAILURE);
    await using again = await Replica.start({ port: replicas[0]!.port });
    await client.waitForState(connectivityState.READY);
    expect(await client.call()).toMatchObject({ port: again.port });
  });

  test('a resolver that fails leaves the endpoints it gave before', async () => {
    await using replicas = await startReplicas(1);
    using client = new EchoClient({ random: {} });
    client.publish(endpointsOf(replicas));
    await client.call();
    client.fail('the name server is away');
    expect(await client.call()).toMatchObject({ code: status.OK });
  });

  test('outlier_detection above it can take an endpoint out', async () => {
    await using replicas = await startReplicas(3);
    const failing = replicas[0]!;
    failing.behave = () => ({ code: status.UNAVAILABLE });
    using client = new EchoClient({
      outlier_detection: {
        interval: { seconds: 0, nanos: 100e6 },
        base_ejection_time: { seconds: 30, nanos: 0 },
        max_ejection_time: { seconds: 300, nanos: 0 },
        max_ejection_percent: 50,
        failure_percentage_ejection: {
          threshold: 50,
          enforcement_percentage: 100,
          minimum_hosts: 3,
          request_volume: 5,
        },
        child_policy: [{ random: {} }],
      },
    });
    client.publish(endpointsOf(replicas));
    let healthyInARow = 0;
    while (healthyInARow < 60) {
      healthyInARow = (await client.call()).code === status.OK ? healthyInARow + 1 : 0;
    }
    expect(healthyInARow).toBe(60);
  });
});

describe('configuration', () => {
  test('a wrong one fails calls with the field, the rule and the value', async () => {
    await using replicas = await startReplicas(1);
    using client = new EchoClient({ least_request_experimental: { choiceCount: 1 } });
    client.publish(endpointsOf(replicas));
    const { code, details } = await client.call();
    expect(code).toBe(status.UNAVAILABLE);
    expect(details).toBe(
      'least_request_experimental.choiceCount must be within [2, 4294967295], got 1',
    );
  });

  test('a wrong one that follows a good one leaves the good one in force', async () => {
    await using replicas = await startReplicas(1);
    using client = new EchoClient({ least_request_experimental: {} });
    client.publish(endpointsOf(replicas));
    await client.call();
    client.publish(endpointsOf(replicas), { least_request_experimental: { choices: 3 } });
    expect(await client.call()).toMatchObject({ code: status.OK });
  });

  test('a new one keeps what the policy has learned of the endpoints', async () => {
    await using replicas = await startReplicas(1);
    const seen: number[] = [];
    registerBalancingPolicy('counting', {
      parseConfig: (json) => json,
      createPicker: ({ candidates }) => {
        const calls = candidates.table.column('counting.calls', 0);
        return {
          pick: () => {
            const slot = candidates.slots[0]!;
            calls.values[slot]! += 1;
            seen.push(calls.values[slot]!);
            return slot;
          },
        };
      },
    });
    using client = new EchoClient({ counting: { version: 1 } });
    client.publish(endpointsOf(replicas));
    await client.call();
    client.publish(endpointsOf(replicas), { counting: { version: 2 } });
    await client.call();
    expect(seen).toEqual([1, 2]);
  });
});

test('a call that is marked as a stream has no latency, another one has', async () => {
  await using replicas = await startReplicas(1);
  const latenciesMs: number[] = [];
  const started: boolean[] = [];
  registerBalancingPolicy('watching', {
    parseConfig: (json) => json,
    createPicker: ({ candidates }) => ({
      pick: () => candidates.slots[0]!,
      callStarted: (_slot, _nowMs, isStream) => void started.push(isStream),
      callEnded: (_slot, { latencyMs }) => void latenciesMs.push(latencyMs),
    }),
  });
  using client = new EchoClient({ watching: {} });
  client.publish(endpointsOf(replicas));
  const metadata = new Metadata();
  markStreaming(metadata);
  await client.call({ metadata });
  await client.call();
  expect(started).toEqual([true, false]);
  expect(latenciesMs[0]).toBeNaN();
  expect(latenciesMs[1]).toBeGreaterThan(0);
});

test('calls in flight are seen by the next pick', async () => {
  await using replicas = await startReplicas(2);
  const gate = createGate();
  using client = new EchoClient({ least_request_experimental: { choiceCount: 10 } });
  client.publish(endpointsOf(replicas));
  await client.callUntil((ports) => new Set(ports).size === 2);
  for (const replica of replicas) {
    replica.calls = 0;
    replica.behave = () => gate.opened.then(() => ({}));
  }
  const calls = Array.from({ length: 40 }, () => client.call());
  await expect.poll(() => replicas[0]!.calls + replicas[1]!.calls).toBe(40);
  gate.open();
  await Promise.all(calls);
  expect(Math.abs(replicas[0]!.calls - replicas[1]!.calls)).toBeLessThanOrEqual(4);
});
