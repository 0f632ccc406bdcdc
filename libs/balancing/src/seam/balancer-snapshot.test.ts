import { createGate } from '@ballast/testing';
import { status } from '@grpc/grpc-js';
import { beforeAll, expect, test } from 'vitest';
import { EchoClient } from '../../test/echo-client.ts';
import { startReplicas } from '../../test/replica.ts';
import { registerBalancing } from '../register-balancing.ts';
import { CHANNEL_NAME_OPTION } from './listed-endpoint.ts';
import { snapshotBalancers, snapshotConnections } from './live-balancers.ts';

beforeAll(() => registerBalancing());

const named = (name: string) => ({ [CHANNEL_NAME_OPTION]: name });
const findTotals = (name: string) => snapshotConnections().find(({ channel }) => channel === name);
const findSnapshot = (name: string) => snapshotBalancers().find(({ channel }) => channel === name);

test('a channel shows its endpoints, and what the policy knows of each', async () => {
  await using replicas = await startReplicas(2);
  const working = replicas[0]!;
  const failing = replicas[1]!;
  failing.behave = () => ({ code: status.UNAVAILABLE });
  using client = new EchoClient({ ballast: {} }, named('shown'));
  client.publish([
    { ...working.endpoint, zone: 'here' },
    { ...failing.endpoint, weight: 2 },
    { addresses: [{ host: '127.0.0.1', port: 1 }] },
  ]);
  while (failing.calls === 0) await client.call();
  await client.call();
  const gate = createGate();
  working.behave = () => gate.opened.then(() => ({}));
  const before = working.calls;
  const underWay = client.call();
  await expect.poll(() => working.calls).toBe(before + 1);

  await expect
    .poll(() => findSnapshot('shown')!.endpoints[2])
    .toMatchObject({ address: '127.0.0.1:1', state: 'unreachable', latencyMs: null, calls: 0 });
  const { policy, config, endpoints } = findSnapshot('shown')!;
  expect({ policy, config }).toEqual({ policy: 'ballast', config: {} });
  expect(endpoints[0]).toEqual({
    address: `127.0.0.1:${working.port}`,
    state: 'ready',
    zone: 'here',
    weight: 1,
    calls: before,
    failures: 0,
    inFlight: 1,
    latencyMs: expect.any(Number) as number,
    leftAlone: expect.toSatisfy((value) => value === null || value.reason === 'hanging') as null,
    admission: 1,
  });
  expect(endpoints[1]).toMatchObject({
    zone: null,
    weight: 2,
    calls: 1,
    failures: 1,
    leftAlone: { reason: 'failing', forMs: expect.any(Number) as number },
  });
  expect(JSON.parse(JSON.stringify(endpoints))).toEqual(endpoints);
  gate.open();
  await underWay;
});

test('an endpoint that is ejected says for how long', async () => {
  await using replicas = await startReplicas(3);
  replicas[0]!.behave = () => ({ code: status.UNAVAILABLE });
  const config = { outlierEjection: { consecutiveFailures: 2, baseEjectionTime: '60s' } };
  using client = new EchoClient({ random: config }, named('ejecting'));
  client.publish(replicas.map(({ endpoint }) => endpoint));
  while (replicas[0]!.calls < 2) await client.call();
  await client.call();
  const { leftAlone } = findSnapshot('ejecting')!.endpoints[0]!;
  expect(leftAlone!.reason).toBe('ejected');
  expect(leftAlone!.forMs).toBeGreaterThan(10_000);
});

test('a channel that is closed is shown no more', async () => {
  await using replicas = await startReplicas(1);
  const client = new EchoClient({ random: {} }, named('closing'));
  client.publish([replicas[0]!.endpoint]);
  await client.call();
  expect(findSnapshot('closing')).toBeDefined();
  client[Symbol.dispose]();
  expect(findSnapshot('closing')).toBeUndefined();
});

test('what channels of one name have counted never falls, though one of them closes', async () => {
  await using replicas = await startReplicas(2);
  const first = new EchoClient({ random: {} }, named('counted'));
  using second = new EchoClient({ random: {} }, named('counted'));
  for (const client of [first, second]) {
    client.publish(replicas.map(({ endpoint }) => endpoint));
    await client.call();
  }
  await expect.poll(() => findTotals('counted')).toMatchObject({ open: 4, made: 4 });
  first[Symbol.dispose]();
  expect(findTotals('counted')).toMatchObject({ open: 2, made: 4, lost: 0, failed: 0 });
});
