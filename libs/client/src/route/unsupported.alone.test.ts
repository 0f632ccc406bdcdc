// What a control plane asks for and a client cannot do, over a real discovery stream: an error, not silence.
import {
  message,
  number,
  startAdsServer,
  text,
  describeVirtualHost,
} from '@ballast/discovery/ads-server';
import type { AdsServerOptions } from '@ballast/discovery/ads-server';
import { registerDiscovery, snapshotDiscovery } from '@ballast/discovery';
import { Code } from '@ballast/status';
import { startTestServer, waitUntil } from '@ballast/testing';
import { beforeEach, expect, test, vi } from 'vitest';
import { connect, failureOf } from '../../test/connect.ts';

const request = { text: 'hello', count: 1 };
const MIRRORED = message(30, text(1, 'elsewhere'));
const IN_A_ROW = message(19, message(1, number(1, 5)));
const PLAIN = Buffer.alloc(0);

let world = 0;
const warnings: string[] = [];

async function open(options: AdsServerOptions = {}) {
  const server = await startTestServer();
  const name = `guarded-${(world += 1)}`;
  const plane = await startAdsServer(name, { host: '127.0.0.1', port: server.port }, options);
  const target = `xds:///${name}`;
  const channelOptions = {
    'grpc.TEST_ONLY_DO_NOT_USE_IN_PROD.xds_bootstrap_config': plane.bootstrap({
      ...{ id: 'test', locality: {} },
    }),
  };
  const client = connect('', { target, policy: {}, channelOptions });
  return {
    ...{ plane, server, target, name },
    call: () => client.unary(request, { waitForReady: true, timeoutMs: 10_000 }),
    /** Without patience: the first call waits for the first word, and is told. */
    fail: () => failureOf(client.unary(request, { timeoutMs: 5000 })),
    snapshot: () => snapshotDiscovery().filter((each) => each.target === target),
    [Symbol.asyncDispose]: async () => {
      client[Symbol.dispose]();
      await plane[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

beforeEach(() => {
  warnings.length = 0;
  registerDiscovery({ warn: (warning) => void warnings.push(warning) });
  vi.stubEnv('GRPC_XDS_BOOTSTRAP', '');
  const server = { server_uri: '127.0.0.1:1', channel_creds: [{ type: 'insecure' }] };
  const node = { id: 'test', locality: {} };
  vi.stubEnv('GRPC_XDS_BOOTSTRAP_CONFIG', JSON.stringify({ xds_servers: [server], node }));
});

const mirrorProblem = (name: string) =>
  `xds: routes ${name}: request_mirror_policies of route whole: a client that speaks xDS cannot follow it. Take it out (VirtualService mirror), or go on without it by BALLAST_XDS_UNSUPPORTED=warn`;
const rowProblem = (name: string) =>
  `xds: cluster ${name}: outlier_detection.consecutive_5xx: a client that speaks xDS cannot follow it. Take it out (DestinationRule outlierDetection.consecutive5xxErrors), or go on without it by BALLAST_XDS_UNSUPPORTED=warn`;

test('routes that cannot be followed: calls fail and say why, until they are mended', async () => {
  await using shop = await open({ route: MIRRORED });
  expect(await shop.fail()).toMatchObject({
    code: Code.UNAVAILABLE,
    message: expect.stringContaining(mirrorProblem(shop.name)) as string,
  });
  expect(shop.snapshot()).toMatchObject([
    { state: 'failed', endpoints: [], lastError: { reason: mirrorProblem(shop.name) } },
  ]);
  const waiting = shop.call();
  shop.plane.change({ route: PLAIN });
  expect(await waiting).toEqual(request);
  expect(shop.snapshot()).toMatchObject([
    { state: 'good', endpoints: [{ host: '127.0.0.1', port: shop.server.port, zone: 'zone-a' }] },
  ]);
});

test('a cluster that cannot be followed: the same, and the control plane hears of it', async () => {
  await using shop = await open({ cluster: IN_A_ROW });
  expect(await shop.fail()).toMatchObject({
    code: Code.UNAVAILABLE,
    message: expect.stringContaining(rowProblem(shop.name)) as string,
  });
  await waitUntil(() => shop.plane.refused.length > 0, { what: 'the refusal has arrived' });
  expect(shop.plane.refused).toEqual(['envoy.config.cluster.v3.Cluster']);
  expect(shop.snapshot()).toMatchObject([
    { state: 'stale', endpoints: [], lastError: { reason: rowProblem(shop.name) } },
  ]);
  shop.plane.change({ cluster: PLAIN });
  expect(await shop.call()).toEqual(request);
  expect(shop.snapshot()).toMatchObject([{ state: 'good' }]);
});

test('after good routes those stay in force, and the state says so', async () => {
  await using shop = await open();
  await shop.call();
  shop.plane.change({ route: MIRRORED });
  await waitUntil(() => warnings.length > 0, { what: 'the routes have arrived' });
  const reason = `${mirrorProblem(shop.name)}; the last good routes stay in force`;
  expect(warnings).toEqual([reason]);
  expect(await shop.call()).toEqual(request);
  expect(shop.snapshot()).toMatchObject([
    { state: 'stale', endpoints: [{ port: shop.server.port }], lastError: { reason } },
  ]);
  shop.plane.change({ route: PLAIN });
  await waitUntil(() => shop.snapshot()[0]?.state === 'good', { what: 'they are mended' });
  expect(await shop.call()).toEqual(request);
});

test('after a good cluster that one stays in force, and the state says so', async () => {
  await using shop = await open();
  await shop.call();
  shop.plane.change({ cluster: IN_A_ROW });
  await waitUntil(() => shop.plane.refused.length > 0, { what: 'the refusal has arrived' });
  expect(await shop.call()).toEqual(request);
  expect(shop.snapshot()).toMatchObject([
    { state: 'stale', lastError: { reason: rowProblem(shop.name) } },
  ]);
  expect(warnings).toEqual([expect.stringContaining('the cluster is refused, and the last good')]);
});

test('BALLAST_XDS_UNSUPPORTED=warn: calls go on without it, and it is said once', async () => {
  vi.stubEnv('BALLAST_XDS_UNSUPPORTED', 'warn');
  await using shop = await open({ route: MIRRORED, cluster: IN_A_ROW });
  expect(await shop.call()).toEqual(request);
  shop.plane.change({});
  expect(await shop.call()).toEqual(request);
  expect(warnings.sort()).toEqual([
    `${rowProblem(shop.name)}; it has no effect`,
    `${mirrorProblem(shop.name)}; it has no effect`,
  ]);
  expect(shop.snapshot()).toMatchObject([{ state: 'good' }]);
});

test('what other services’ routes ask for is no business of this channel', async () => {
  const other = describeVirtualHost('elsewhere', 'elsewhere.shop', MIRRORED);
  await using shop = await open({ virtualHosts: [other] });
  expect(await shop.call()).toEqual(request);
  expect(warnings).toEqual([]);
});

test('another word for the variable is refused with the channel', () => {
  vi.stubEnv('BALLAST_XDS_UNSUPPORTED', 'ignore');
  expect(() => connect('', { target: 'xds:///anything', policy: {} }).unary(request)).toThrow(
    'target "xds:///anything": BALLAST_XDS_UNSUPPORTED must be refuse or warn, got "ignore"',
  );
});
