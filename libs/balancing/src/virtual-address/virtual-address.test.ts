import { once } from 'node:events';
import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { EchoClient } from '../../test/echo-client.ts';
import { startReplicas } from '../../test/replica.ts';
import { registerBalancing } from '../register-balancing.ts';
import { findSurplus } from './find-surplus.ts';

beforeAll(() => registerBalancing());

const at = (host: string, port = 1) => ({ addresses: [{ host, port }] });

test('every call goes to the one address, also while it fails all of them', async () => {
  await using replicas = await startReplicas(1);
  const [replica] = replicas;
  replica!.behave = () => ({ code: status.UNAVAILABLE });
  using client = new EchoClient({ virtual_address: {} });
  client.publish([replica!.endpoint]);
  const codes = new Set<status>();
  for (let i = 0; i < 200; i += 1) codes.add((await client.call()).code);
  expect([...codes]).toEqual([status.UNAVAILABLE]);
  expect(replica!.calls).toBe(200);
});

test('several addresses fail calls with the reason, and one address ends that', async () => {
  await using replicas = await startReplicas(2);
  using client = new EchoClient({ virtual_address: {} });
  client.publish(replicas.map(({ endpoint }) => endpoint));
  expect(await client.call()).toMatchObject({
    code: status.UNAVAILABLE,
    details: expect.stringContaining(
      'virtual_address: 2 addresses where one is expected',
    ) as string,
  });
  client.publish([replicas[1]!.endpoint]);
  await client.callUntil((ports) => ports.length > 0);
  expect(replicas.map(({ calls }) => calls > 0)).toEqual([false, true]);
});

test('an address that became several is called on, and the next one when it is gone', async () => {
  await using replicas = await startReplicas(3);
  const warned = once(process, 'warning') as Promise<[Error]>;
  using client = new EchoClient({ virtual_address: {} });
  client.publish([replicas[1]!.endpoint]);
  await client.callUntil((ports) => ports.length > 0);
  client.publish(replicas.map(({ endpoint }) => endpoint));
  const before = replicas[1]!.calls;
  for (let i = 0; i < 20; i += 1) expect((await client.call()).code).toBe(status.OK);
  expect(replicas.map(({ calls }) => calls)).toEqual([0, before + 20, 0]);
  expect((await warned)[0].message).toContain('3 addresses where one is expected');
  client.publish([replicas[2]!.endpoint, replicas[0]!.endpoint]);
  await client.callUntil((ports) => ports.at(-1) === replicas[2]!.port);
  expect(replicas[0]!.calls).toBe(0);
});

test('an address of each family is one virtual address, and all calls take the same', async () => {
  await using replicas = await startReplicas(1);
  const { port } = replicas[0]!;
  using client = new EchoClient({ virtual_address: {} });
  // Nobody listens on ::1: the family that answers is taken.
  client.publish([at('::1', port), at('127.0.0.1', port)]);
  await client.callUntil((ports) => ports.length === 50);
  expect(replicas[0]!.calls).toBeGreaterThanOrEqual(50);
});

test('there is a surplus exactly where a family has more than one address', () => {
  const hosts = ['10.0.0.1', '10.0.0.2', 'fd00::1', 'fd00::2'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...hosts), { maxLength: 6 }), (chosen) => {
      const different = new Set(chosen);
      const isOne =
        [...different].filter((host) => host.includes(':')).length <= 1 &&
        [...different].filter((host) => !host.includes(':')).length <= 1;
      expect(findSurplus(chosen.map((host) => at(host))) === undefined).toBe(isOne);
    }),
  );
});

test('fields are refused', async () => {
  using client = new EchoClient({ virtual_address: { sticky: true } });
  client.publish([at('127.0.0.1')]);
  expect((await client.call()).details).toContain('virtual_address.sticky is not a field');
});
