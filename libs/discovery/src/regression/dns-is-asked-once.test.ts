// grpc-js's dns: asks when a connection breaks and not before (grpc-node issues #1663, #2265, #2455,
// #2847), so a replica that was added gets no calls as long as the others are well.
import { promisify } from 'node:util';
import * as grpc from '@grpc/grpc-js';
import { echoHandlers, testServiceDefinition } from '@ballast/testing';
import type { Answer } from 'dns-packet';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startDnsServer, type DnsServer } from '../../test/dns-server.ts';
import { registerDiscovery } from '../index.ts';

// c-ares and not the system's resolver, so that dns: can be shown a DNS server at all; read when
// grpc-js is loaded.
vi.hoisted(() => (process.env['GRPC_NODE_USE_ALTERNATIVE_RESOLVER'] = 'true'));

// Two replicas on one port, since an address record names none.
const old: Answer = { type: 'AAAA', name: 'stock.test', ttl: 0, data: '::1' };
const added: Answer = { type: 'A', name: 'stock.test', ttl: 0, data: '127.0.0.1' };
let dns: DnsServer;
let server: grpc.Server;
let port: number;

beforeAll(async () => {
  registerDiscovery();
  dns = await startDnsServer();
  server = new grpc.Server();
  server.addService(testServiceDefinition, { ...echoHandlers });
  const bind = promisify(server.bindAsync.bind(server));
  port = await bind('[::1]:0', grpc.ServerCredentials.createInsecure());
  await bind(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure());
});

afterAll(async () => {
  server.forceShutdown();
  await dns[Symbol.asyncDispose]();
});

function connect(target: string) {
  const client = new grpc.Client(target, grpc.credentials.createInsecure(), {
    'grpc.service_config': '{"loadBalancingConfig":[{"round_robin":{}}]}',
    'grpc.service_config_disable_resolution': 1,
    'grpc.use_local_subchannel_pool': 1,
  });
  const { path, requestSerialize, responseDeserialize } = testServiceDefinition.unary;
  /** Answers with the address that has served. */
  const call = () =>
    new Promise<string>((resolve, reject) => {
      const sent = client.makeUnaryRequest(
        ...([path, requestSerialize, responseDeserialize, { text: '', count: 0 }] as const),
        { deadline: Date.now() + 5_000 },
        (error) => (error ? reject(error) : resolve(sent.getPeer())),
      );
    });
  return { call, [Symbol.dispose]: () => client.close() };
}

/** Whether the replica that was added serves one of so many calls. */
async function isAddedFound(target: string, calls: number): Promise<boolean> {
  dns.setRecords([old]);
  using client = connect(target);
  await client.call();
  dns.setRecords([old, added]);
  for (let made = 0; made < calls; made++)
    if ((await client.call()).startsWith('127.0.0.1')) return true;
  return false;
}

test('grpc-js’s dns: does not find the replica that was added', async () => {
  expect(await isAddedFound(`dns://${dns.address}/stock.test:${port}`, 300)).toBe(false);
});

test('dns-poll: finds it', async () => {
  expect(await isAddedFound(`dns-poll://${dns.address}/stock.test:${port}`, Infinity)).toBe(true);
});
