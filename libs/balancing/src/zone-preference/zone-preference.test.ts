import { createGate } from '@ballast/testing';
import { beforeAll, expect, test } from 'vitest';
import { EchoClient } from '../../test/echo-client.ts';
import { startReplicas } from '../../test/replica.ts';
import { registerBalancing } from '../register-balancing.ts';
import { ZONE_OPTION } from '../seam/listed-endpoint.ts';

beforeAll(() => registerBalancing());

/** Two replicas in zone `a`, two in zone `b`, and a channel in zone `a` that knows which is where. */
async function startZones(zonePreference: object) {
  const replicas = await startReplicas(4);
  const client = new EchoClient({ random: { zonePreference } }, { [ZONE_OPTION]: 'a' });
  const listed = (zones: string[]) =>
    client.publish(replicas.map(({ endpoint }, i) => ({ ...endpoint, zone: zones[i]! })));
  listed(['a', 'a', 'b', 'b']);
  const ports = replicas.map(({ port }) => port);
  return {
    replicas,
    client,
    listed,
    /** Which of the replicas answer so many calls. */
    async answering(count: number): Promise<Set<number>> {
      const seen = new Set<number>();
      for (let i = 0; i < count; i += 1) seen.add(ports.indexOf((await client.call()).port!));
      return seen;
    },
    async connect(): Promise<void> {
      // The first calls may find only strangers connected.
      await client.callUntil((seen) => ports.slice(0, 2).every((port) => seen.includes(port)));
    },
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]();
      await replicas[Symbol.asyncDispose]();
    },
  };
}

test('calls stay in the zone that the resolver’s endpoints share with the channel', async () => {
  await using zones = await startZones({});
  await zones.connect();
  expect(await zones.answering(60)).toEqual(new Set([0, 1]));
});

test('calls spill while the zone’s endpoints are busier than allowed, and come back', async () => {
  await using zones = await startZones({ spillInFlight: 2 });
  await zones.connect();
  const calls = () => zones.replicas.map((replica) => replica.calls);
  const before = calls();
  const gate = createGate();
  for (const replica of zones.replicas) replica.behave = () => gate.opened.then(() => ({}));
  const waiting = Array.from({ length: 40 }, () => zones.client.call());
  const started = () => calls().map((count, i) => count - before[i]!);
  await expect.poll(() => started().reduce((sum, count) => sum + count)).toBe(40);
  const [one, other] = started();
  // The first four stay; then it is whoever has fewer.
  expect(one! + other!).toBeGreaterThanOrEqual(20);
  expect(one! + other!).toBeLessThanOrEqual(22);
  gate.open();
  await Promise.all(waiting);
  expect(await zones.answering(60)).toEqual(new Set([0, 1]));
});

test('calls go elsewhere when the zone’s endpoints leave it', async () => {
  await using zones = await startZones({});
  await zones.connect();
  zones.listed(['b', 'b', 'a', 'b']);
  expect(await zones.answering(20)).toEqual(new Set([2]));
});
