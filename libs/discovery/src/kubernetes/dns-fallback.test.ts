// A service account without rights, against an API server that says so.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startFakeApiServer, type FakeApiServer } from '../../test/fake-api-server.ts';
import { recordSource } from '../../test/record-source.ts';
import type { DnsQuestion } from '../dns-poll/dns-poll-scheme.ts';
import { createEndpoints, type EndpointSource } from '../endpoint-source.ts';
import { createKubernetesSource } from './kubernetes-scheme.ts';

let server: FakeApiServer;
let services = 0;
const asked: DnsQuestion[] = [];
const warnings: string[] = [];

beforeEach(async () => {
  server = await startFakeApiServer();
  asked.length = 0;
  warnings.length = 0;
});
afterEach(() => server[Symbol.asyncDispose]());

/** DNS that knows one address. */
function createDns(question: DnsQuestion): EndpointSource {
  asked.push(question);
  let isStopped = false;
  return {
    start: (listener) => {
      const endpoints = createEndpoints([{ host: '10.9.9.9', port: 50051 }]);
      process.nextTick(() => isStopped || listener(endpoints));
    },
    refresh: () => undefined,
    stop: () => void (isStopped = true),
  };
}

function follow(namespace: string | undefined, port: string | number | undefined) {
  services += 1;
  const service = `denied-${services}`;
  const credentials = {
    load: () => Promise.resolve({ server: `http://127.0.0.1:${server.port}`, tls: {} }),
    loadToken: () => Promise.resolve('token'),
    loadNamespace: () => Promise.resolve('shop'),
  };
  const context = { environment: {}, warn: (message: string) => void warnings.push(message) };
  const world = { random: () => 0, createDns };
  const source = createKubernetesSource({ service, namespace, port }, credentials, context, world);
  const recording = recordSource(source);
  return { service, recording, [Symbol.dispose]: () => recording[Symbol.dispose]() };
}

const forbidden = { status: 403 };

test('what may not be watched is asked of DNS, and the right that is missing is told', async () => {
  server.refuseNext(...Array<typeof forbidden>(1000).fill(forbidden));
  using followed = follow('shop', 'grpc');
  const { service, recording } = followed;
  await recording.toldSet(['10.9.9.9:50051']);
  expect(asked).toEqual([
    { name: `_grpc._tcp.${service}.shop.svc`, port: undefined, server: undefined },
  ]);
  expect(warnings).toEqual([
    expect.stringMatching(/not allowed.*list and watch on endpointslices/),
  ]);
});

test('once it may be watched, the watch is believed and DNS is left', async () => {
  server.putEndpoints(['10.0.0.1:1']);
  server.refuseNext(forbidden, forbidden);
  using followed = follow(undefined, 'grpc');
  const { recording } = followed;
  await recording.toldSet(['10.0.0.1:1']);
  expect(recording.discoveries.map(({ kind }) => kind)).not.toContain('failed');
});

test('a port by its number is asked of the service’s own name', async () => {
  server.refuseNext(...Array<typeof forbidden>(1000).fill(forbidden));
  using followed = follow(undefined, 50051);
  const { service, recording } = followed;
  await recording.toldSet(['10.9.9.9:50051']);
  expect(asked).toEqual([{ name: service, port: 50051, server: undefined }]);
});

test('without a port DNS cannot be asked: the failure is told', async () => {
  server.refuseNext(...Array<typeof forbidden>(1000).fill(forbidden));
  using followed = follow('shop', undefined);
  const { recording } = followed;
  await recording.toldFailure(/list and watch on endpointslices/);
  expect(asked).toEqual([]);
});
