import * as grpc from '@grpc/grpc-js';
import {
  createGate,
  startLeakCheck,
  startTestServer,
  testServiceDefinition,
  waitUntil,
} from '@ballast/testing';
import type { TestServer } from '@ballast/testing';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createEndpointsFile } from '../test/endpoints-file.ts';
import { registerDiscovery } from './index.ts';

const warnings: string[] = [];

beforeAll(() => {
  registerDiscovery({ warn: (message) => warnings.push(message) });
  registerDiscovery();
});

function connectTo(target: string, policy = 'round_robin') {
  const client = new grpc.Client(target, grpc.credentials.createInsecure(), {
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ [policy]: {} }] }),
    'grpc.use_local_subchannel_pool': 1,
    // So long that whoever waits for it fails.
    'grpc.initial_reconnect_backoff_ms': 60_000,
  });
  const call = (waitForReady = false): Promise<string> =>
    new Promise((resolve, reject) => {
      const { path, requestSerialize, responseDeserialize } = testServiceDefinition.unary;
      const metadata = new grpc.Metadata({ waitForReady });
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        { text: 'hello', count: 1 },
        metadata,
        { deadline: Date.now() + 5000 },
        (error, answer) => (error ? reject(error) : resolve(answer!.text)),
      );
    });
  return { call, client, [Symbol.dispose]: () => client.close() };
}

function startServers(count: number): Promise<TestServer[]> {
  return Promise.all(Array.from({ length: count }, () => startTestServer()));
}

const unavailable = (details: RegExp) => ({
  code: grpc.status.UNAVAILABLE,
  details: expect.stringMatching(details) as string,
});

test('calls go to every endpoint in turn', async () => {
  const servers = await startServers(3);
  using client = connectTo(`static:///${servers.map((server) => server.address).join(',')}`);
  while (servers.some((server) => server.calls.length === 0)) await client.call(true);
  for (const server of servers) server.kill();
});

test.each([
  ['static:///a', 'each address must be host:port or [IPv6]:port, got "a"'],
  ['static:///a:1,,b:2', 'each address must be host:port or [IPv6]:port, got ""'],
  ['static:///a:1,a:1', 'must name each address once, got "a:1"'],
  ['static:a:1', 'must be static:///host:port,host:port, got "static:a:1"'],
  ['static://x/a:1', 'must be static:///host:port,host:port, got "static://x/a:1"'],
  ['file:orders.json', 'must be file:///absolute/path.json, got "file:orders.json"'],
  ['file://host/orders.json', 'must be file:///absolute/path.json, got "file://host/orders.json"'],
  ['file:///a b', 'must have no spaces, queries or fragments, got "file:///a b"'],
  ['env:///Inventory', 'the service name must be a DNS label in lower case, got "Inventory"'],
  ['env:inventory', 'must be env:///service-name, got "env:inventory"'],
])('%s is refused when the channel is made', (target, problem) => {
  expect(() => connectTo(target)).toThrow(`target ${JSON.stringify(target)}: ${problem}`);
});

test('a service without its variables fails a call at once, with their name', async () => {
  using client = connectTo('env:///no-such-service');
  await expect(client.call()).rejects.toMatchObject(unavailable(/NO_SUCH_SERVICE_SERVICE_HOST/));
});

test('the variables of a service lead to it', async () => {
  await using server = await startTestServer();
  vi.stubEnv('SHOP_SERVICE_HOST', '127.0.0.1');
  vi.stubEnv('SHOP_SERVICE_PORT', String(server.port));
  using client = connectTo('env:///shop');
  expect(await client.call()).toBe('hello');
});

describe('a file', () => {
  test('that is missing fails a call at once, and serves as soon as it is there', async () => {
    await using server = await startTestServer();
    await using file = await createEndpointsFile();
    using client = connectTo(`file://${file.path}`);
    await expect(client.call()).rejects.toMatchObject(unavailable(/orders\.json: does not exist/));
    const waiting = client.call(true);
    await file.replace([server.address]);
    expect(await waiting).toBe('hello');
    expect(await client.call()).toBe('hello');
  });

  test('that is torn leaves the last good set in force and says so', async () => {
    await using server = await startTestServer();
    await using file = await createEndpointsFile([server.address]);
    using client = connectTo(`file://${file.path}`);
    expect(await client.call()).toBe('hello');
    const before = warnings.length;
    await file.overwrite('{"endpoints":[');
    await waitUntil(() => warnings.length > before, { what: 'there is a warning' });
    expect(await client.call()).toBe('hello');
    expect(warnings.at(-1)).toMatch(/orders\.json: must be JSON.*; the last good set of 1 stays/);
  });

  test('that names another endpoint moves calls over and lets those in flight finish', async () => {
    const arrived = createGate();
    const leave = createGate();
    await using old = await startTestServer({
      handlers: {
        unary: (_call, answer) => {
          const sent = arrived.isOpen ? Promise.resolve() : leave.opened;
          arrived.open();
          void sent.then(() => answer(null, { text: 'old', count: 0 }));
        },
      },
    });
    await using fresh = await startTestServer();
    await using file = await createEndpointsFile([old.address]);
    using client = connectTo(`file://${file.path}`);
    const inFlight = client.call();
    await arrived.opened;
    await file.replace([fresh.address]);
    while ((await client.call(true)) === 'old');
    expect(fresh.calls).toHaveLength(1);
    leave.open();
    expect(await inFlight).toBe('old');
  });

  test('is watched once, however many channels look at it', async () => {
    await using server = await startTestServer();
    await using file = await createEndpointsFile([server.address]);
    using leaks = startLeakCheck();
    const clients = [1, 2, 3].map(() => connectTo(`file://${file.path}`));
    await Promise.all(clients.map((client) => client.call(true)));
    expect(leaks.open().filter((one) => one.startsWith('FSEVENTWRAP'))).toHaveLength(1);
    for (const client of clients) client.client.close();
    await waitUntil(() => !leaks.open().some((one) => one.startsWith('FSEVENTWRAP')), {
      what: 'the watcher is closed',
    });
  });
});

describe('an empty set', () => {
  test('from the start fails a call at once, and the first endpoint serves at once', async () => {
    await using server = await startTestServer();
    await using file = await createEndpointsFile([]);
    using client = connectTo(`file://${file.path}`);
    await expect(client.call()).rejects.toMatchObject(unavailable(/no endpoints at present/));
    await expect(client.call()).rejects.toMatchObject(unavailable(/no endpoints at present/));
    const waiting = client.call(true);
    await file.replace([server.address]);
    expect(await waiting).toBe('hello');
  });

  test('after a full one fails a call at once, again and again, and the next set serves', async () => {
    await using server = await startTestServer();
    await using file = await createEndpointsFile([server.address]);
    using client = connectTo(`file://${file.path}`);
    for (let round = 0; round < 2; round++) {
      expect(await client.call(true)).toBe('hello');
      await file.replace([]);
      await expect(failEventually(client.call)).resolves.toMatchObject(
        unavailable(/no endpoints at present/),
      );
      await expect(client.call()).rejects.toMatchObject(unavailable(/no endpoints at present/));
      await file.replace([server.address]);
    }
    expect(await client.call(true)).toBe('hello');
  });
});

/** Calls until one fails, which it does when the channel has heard of the change. */
async function failEventually(call: () => Promise<string>): Promise<unknown> {
  try {
    for (;;) await call();
  } catch (error) {
    return error;
  }
}
