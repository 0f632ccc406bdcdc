// Channels to xds: targets, with a control plane of flesh and blood: an aggregated discovery stream.
import { clientTls, message, number, startAdsServer, text } from '@ballast/discovery/ads-server';
import type { AdsServerOptions } from '@ballast/discovery/ads-server';
import { processState } from '@ballast/state';
import { Code } from '@ballast/status';
import {
  createTestCertificate,
  startTestServer,
  waitUntil,
  type TestServer,
} from '@ballast/testing';
import { ServerCredentials, status } from '@grpc/grpc-js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { connect, failureOf } from '../../test/connect.ts';

const request = { text: 'hello', count: 1 };
const service = 'ballast.testing.v1.TestService';
const idempotentMethods = [`/${service}/Unary`];
const retryPolicy = {
  ...{ maxAttempts: 4, initialBackoff: '0.001s', maxBackoff: '0.001s', backoffMultiplier: 1 },
  retryableStatusCodes: ['UNAVAILABLE'],
} as const;
const policy = {
  methodConfig: [{ name: [{ service }], retryPolicy }],
  ballast: { methodConfig: [{ name: [{ service }], breaker: { minCalls: 1000 } }] },
};

const LEAST_REQUEST = number(6, 1);
const RANDOM = number(6, 3);

let world = 0;

/** A service behind a control plane, and a client of it. The bootstrap is the channel's, not the process's. */
async function open(servers: readonly TestServer[], options: AdsServerOptions = {}) {
  const name = `shop-${(world += 1)}`;
  const endpoints = servers.map(({ port }, i) => ({ host: '127.0.0.1', port, zone: `zone-${i}` }));
  const plane = await startAdsServer(name, endpoints, options);
  const target = `xds:///${name}`;
  const channelOptions = {
    'grpc.TEST_ONLY_DO_NOT_USE_IN_PROD.xds_bootstrap_config': plane.bootstrap({
      ...{ id: 'test', locality: {} },
    }),
  };
  const client = connect('', { target, policy, idempotentMethods, channelOptions });
  return {
    ...{ plane, client, target },
    /** While the control plane is asked for the first time there is nothing to call. */
    call: () => client.unary(request, { waitForReady: true, timeoutMs: 10_000 }),
    [Symbol.asyncDispose]: async () => {
      client[Symbol.dispose]();
      await plane[Symbol.asyncDispose]();
    },
  };
}

const startServers = async (count: number) => {
  const servers = await Promise.all(Array.from({ length: count }, () => startTestServer()));
  return {
    servers,
    [Symbol.asyncDispose]: async () => {
      for (const server of servers) await server[Symbol.asyncDispose]();
    },
  };
};

beforeEach(() => {
  vi.stubEnv('GRPC_XDS_BOOTSTRAP', '');
  const server = { server_uri: '127.0.0.1:1', channel_creds: [{ type: 'insecure' }] };
  const node = { id: 'test', locality: {} };
  vi.stubEnv('GRPC_XDS_BOOTSTRAP_CONFIG', JSON.stringify({ xds_servers: [server], node }));
});

describe('a cluster that asks for LEAST_REQUEST', () => {
  test('is balanced by ours, over all zones, with what the control plane says of them', async () => {
    await using three = await startServers(3);
    await using shop = await open(three.servers, { cluster: LEAST_REQUEST });
    for (let i = 0; i < 10; i += 1) {
      await Promise.all(Array.from({ length: 30 }, () => shop.call()));
    }
    expect(Math.min(...three.servers.map(({ calls }) => calls.length))).toBeGreaterThan(30);
    const [channel] = processState.read().channels.filter(({ target }) => target === shop.target);
    expect(channel?.balancer).toBe('ballast');
    expect(channel?.endpoints.map(({ zone, weight }) => [zone, weight]).sort()).toEqual([
      ['zone-0', 1],
      ['zone-1', 1],
      ['zone-2', 1],
    ]);
  });

  test('keeps away from a server that fails', async () => {
    await using good = await startServers(2);
    await using bad = await startTestServer({
      handlers: { unary: (_, answer) => answer({ code: status.UNAVAILABLE }) },
    });
    await using shop = await open([...good.servers, bad], { cluster: LEAST_REQUEST });
    let failed = 0;
    for (let i = 0; i < 400; i += 1) await shop.call().catch(() => (failed += 1));
    expect(failed).toBe(bad.calls.length);
    expect(failed).toBeLessThan(40);
  });
});

test('a cluster that asks for ROUND_ROBIN gets it', async () => {
  await using two = await startServers(2);
  await using shop = await open(two.servers);
  for (let i = 0; i < 200; i += 1) await shop.call();
  expect(processState.read().channels.filter(({ target }) => target === shop.target)).toEqual([]);
  expect(Math.min(...two.servers.map(({ calls }) => calls.length))).toBeGreaterThan(60);
});

test('a balancer that nobody has is refused, and calls say so', async () => {
  await using one = await startServers(1);
  await using shop = await open(one.servers, { cluster: RANDOM });
  const failure = await failureOf(shop.client.unary(request, { timeoutMs: 5000 }));
  expect(failure).toMatchObject({
    code: Code.UNAVAILABLE,
    message: expect.stringContaining('unsupported lb_policy: RANDOM') as string,
  });
  await waitUntil(() => shop.plane.refused.length > 0, { what: 'the refusal has arrived' });
  expect(shop.plane.refused).toEqual(['envoy.config.cluster.v3.Cluster']);
});

describe('repeats are the control plane’s business', () => {
  const CALLS = 20;
  const startFailing = () =>
    startTestServer({ handlers: { unary: (_, answer) => answer({ code: status.UNAVAILABLE }) } });

  test('none where it says none, whatever the policy file says', async () => {
    await using failing = await startFailing();
    await using shop = await open([failing]);
    for (let i = 0; i < CALLS; i += 1) await failureOf(shop.call());
    expect(failing.calls).toHaveLength(CALLS);
  });

  test('as many as it says', async () => {
    await using failing = await startFailing();
    const twice = message(9, text(1, 'unavailable'), message(2, number(1, 1)));
    await using shop = await open([failing], { route: twice, cluster: LEAST_REQUEST });
    for (let i = 0; i < CALLS; i += 1) await failureOf(shop.call());
    expect(failing.calls).toHaveLength(2 * CALLS);
  });
});

describe('mutual TLS that the control plane asks for', () => {
  /** The certificate that both sides have, and trust, as the agent of a mesh writes it. */
  function writeCertificates() {
    const directory = mkdtempSync(join(tmpdir(), 'xds-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const { certificatePem, keyPem } = createTestCertificate();
    const [certificate, key] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
    writeFileSync(certificate, certificatePem);
    writeFileSync(key, keyPem);
    const config = {
      ...{ certificate_file: certificate, private_key_file: key, ca_certificate_file: certificate },
      refresh_interval: '60s',
    };
    const pair = { private_key: Buffer.from(keyPem), cert_chain: Buffer.from(certificatePem) };
    return {
      bootstrap: { certificate_providers: { default: { plugin_name: 'file_watcher', config } } },
      credentials: ServerCredentials.createSsl(Buffer.from(certificatePem), [pair], true),
    };
  }

  test('is had without a word in the program', async () => {
    const { bootstrap, credentials } = writeCertificates();
    await using server = await startTestServer({ credentials });
    await using shop = await open([server], { bootstrap, cluster: clientTls() });
    expect(await shop.call()).toEqual(request);
  });

  test('is not had where it asks for none', async () => {
    const { bootstrap, credentials } = writeCertificates();
    await using server = await startTestServer({ credentials });
    await using shop = await open([server], { bootstrap });
    expect(await failureOf(shop.client.unary(request, { timeoutMs: 5000 }))).toMatchObject({
      code: Code.UNAVAILABLE,
    });
    expect(server.calls).toEqual([]);
  });
});
