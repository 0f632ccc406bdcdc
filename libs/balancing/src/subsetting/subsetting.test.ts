import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { EchoClient } from '../../test/echo-client.ts';
import { startReplicas } from '../../test/replica.ts';
import { variation } from '../../test/run-picks.ts';
import { registerBalancing } from '../register-balancing.ts';
import { SubsetChooser } from './choose-subset.ts';

beforeAll(() => registerBalancing());

const endpoint = (i: number) => ({ addresses: [{ host: '10.0.0.1', port: i + 1 }] });
const endpoints = (count: number) => Array.from({ length: count }, (_, i) => endpoint(i));
const portsOf = (subset: { addresses: { port: number }[] }[]) =>
  subset.map(({ addresses }) => addresses[0]!.port);

test('an endpoint that comes or goes changes one place of the subset at the most', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 2, max: 60 }),
      (seed, size, count) => {
        const chooser = new SubsetChooser(seed);
        const all = endpoints(count);
        const before = new Set(portsOf(chooser.choose(all, size)));
        const after = new Set(portsOf(chooser.choose(all.slice(0, -1), size)));
        expect(before.size).toBe(Math.min(size, count));
        expect(before.difference(after).size).toBeLessThanOrEqual(1);
        expect(after.difference(before).size).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test('400 clients spread their connections evenly, with a variation of at most 10 %', () => {
  const all = endpoints(40);
  const connections = all.map(() => 0);
  for (let client = 0; client < 400; client += 1) {
    const chooser = new SubsetChooser(BigInt(client) * 0x9e3779b97f4a7c15n);
    for (const port of portsOf(chooser.choose(all, 12))) connections[port - 1]! += 1;
  }
  expect(variation(connections)).toBeLessThan(0.1);
});

test('calls go to the subset, by the policy below', async () => {
  await using replicas = await startReplicas(5);
  const childPolicy = [{ unheard_of: {} }, { round_robin: {} }];
  using client = new EchoClient({ random_subsetting: { subset_size: 2, childPolicy } });
  client.publish(replicas.map((replica) => replica.endpoint));
  await client.callUntil((ports) => ports.length === 60);
  const called = replicas.filter(({ calls }) => calls > 0);
  expect(called.length).toBe(2);
});

test.each([
  [{ childPolicy: [{ random: {} }] }, 'random_subsetting.subsetSize must be given'],
  [{ subsetSize: 0, childPolicy: [] }, 'subsetSize must be within [1, 4294967295], got 0'],
  [{ subsetSize: 2 }, 'childPolicy must be a list, got undefined'],
  [{ subsetSize: 2, childPolicy: [{ none: {} }] }, 'childPolicy must name a known policy'],
  [
    { subsetSize: 2, childPolicy: [{ random: { a: 1 } }], size: 3 },
    'random_subsetting.size is not',
  ],
])('the configuration %j fails calls with its fault', async (json, message) => {
  using client = new EchoClient({ random_subsetting: json });
  client.publish(endpoints(3));
  const { code, details } = await client.call();
  expect(code).toBe(status.UNAVAILABLE);
  expect(details).toContain(message);
});
