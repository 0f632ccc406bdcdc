// A service account without rights, against an API server that says so; and API servers that say nothing.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFakeApiServer, type FakeApiServer } from '../../test/fake-api-server.ts';
import { recordSource } from '../../test/record-source.ts';
import type { DnsQuestion } from '../dns-poll/dns-poll-scheme.ts';
import { systemClock, type Clock } from '../clock.ts';
import { createEndpoints, type EndpointSource } from '../endpoint-source.ts';
import { createApiServer } from './api-server.ts';
import type { ApiCredentials } from './credentials.ts';
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

interface World {
  /** Default: the one that can be asked things. */
  readonly apiPort?: number;
  readonly responseTimeoutMs?: number;
  readonly clock?: Clock;
}

function follow(
  namespace: string | undefined,
  port: string | number | undefined,
  { apiPort = server.port, responseTimeoutMs = 10_000, clock = systemClock }: World = {},
) {
  services += 1;
  const service = `denied-${services}`;
  const credentials = {
    load: () => Promise.resolve({ server: `http://127.0.0.1:${apiPort}`, tls: {} }),
    loadToken: () => Promise.resolve('token'),
    loadNamespace: () => Promise.resolve('shop'),
  };
  const context = { environment: {}, warn: (message: string) => void warnings.push(message) };
  const connect = (to: ApiCredentials) => createApiServer(to, { responseTimeoutMs });
  const world = { random: () => 0, createDns, clock, connect };
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

describe('an API server that is away when a process starts', () => {
  /** Takes connections and never says a word, as one behind a dead node does. */
  async function startSilent() {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => void sockets.add(socket));
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    return {
      apiPort: (silent.address() as AddressInfo).port,
      [Symbol.asyncDispose]: async () => {
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => silent.close(resolve));
      },
    };
  }

  test('and lets everybody wait: DNS is asked before a call has lost its patience', async () => {
    await using silent = await startSilent();
    const alarms: (() => void)[] = [];
    const clock: Clock = {
      nowMs: () => 0,
      after: (delayMs, callback) => {
        if (delayMs === 3_000) alarms.push(callback);
        return () => undefined;
      },
    };
    using followed = follow('shop', 'grpc', { ...silent, clock });
    expect(asked).toEqual([]);
    alarms.forEach((ring) => ring());
    await followed.recording.toldSet(['10.9.9.9:50051']);
    expect(warnings).toEqual([
      expect.stringMatching(/no word from the API server within 3000 ms; DNS for .* is followed/),
    ]);
  });

  test('and lets everybody wait: a request that has timed out leads to DNS, too', async () => {
    await using silent = await startSilent();
    using followed = follow('shop', 'grpc', { ...silent, responseTimeoutMs: 50 });
    await followed.recording.toldSet(['10.9.9.9:50051']);
    expect(warnings).toEqual([expect.stringMatching(/no answer within 50 ms; DNS for/)]);
  });

  test('and refuses connections', async () => {
    const { apiPort, ...gone } = await startSilent();
    await gone[Symbol.asyncDispose]();
    using followed = follow('shop', 'grpc', { apiPort });
    await followed.recording.toldSet(['10.9.9.9:50051']);
    expect(warnings).toEqual([expect.stringMatching(/ECONNREFUSED.*; DNS for/)]);
  });

  test('is believed when it is back, and its next outage changes nothing', async () => {
    server.putEndpoints(['10.0.0.1:1']);
    server.refuseNext({ status: 503 });
    using followed = follow('shop', 'grpc');
    const { recording } = followed;
    await recording.toldSet(['10.0.0.1:1']);
    expect(asked).toHaveLength(1);
    server.refuseNext(...Array<{ status: number }>(1000).fill({ status: 503 }));
    server.dropConnections();
    await recording.toldFailure(/503/);
    expect(asked).toHaveLength(1);
  });
});
