import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as grpc from '@grpc/grpc-js';
import { startTestServer, testServiceDefinition } from '@ballast/testing';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startAdsServer } from '../../test/ads-server.ts';
import { registerDiscovery } from '../index.ts';
import { prepareBootstrap } from './prepare-bootstrap.ts';

beforeAll(() => registerDiscovery());
afterEach(() => void vi.unstubAllEnvs());

const connect = (target: string) => new grpc.Client(target, grpc.credentials.createInsecure());

const servers = [{ server_uri: 'x:1', channel_creds: [{ type: 'insecure' }] }];
const prepare = (bootstrap: unknown, environment = {}) =>
  prepareBootstrap({ GRPC_XDS_BOOTSTRAP_CONFIG: JSON.stringify(bootstrap), ...environment });

test('without a bootstrap the channel is refused, and nothing else is tried', () => {
  vi.stubEnv('GRPC_XDS_BOOTSTRAP', '');
  vi.stubEnv('GRPC_XDS_BOOTSTRAP_CONFIG', '');
  expect(() => connect('xds:///inventory')).toThrow(
    'target "xds:///inventory": needs a bootstrap: a file named by GRPC_XDS_BOOTSTRAP, or JSON in GRPC_XDS_BOOTSTRAP_CONFIG, got "neither"',
  );
});

test.each(['xds:inventory', 'xds://authority/inventory'])('%s is refused', (target) => {
  expect(() => connect(target)).toThrow('must be xds:///name');
});

describe('a bootstrap', () => {
  test.each([
    [7, 'GRPC_XDS_BOOTSTRAP_CONFIG: must be an object', '7'],
    [
      {},
      'GRPC_XDS_BOOTSTRAP_CONFIG: xds_servers must be an array of at least one server',
      'nothing',
    ],
    [
      { xds_servers: [] },
      'GRPC_XDS_BOOTSTRAP_CONFIG: xds_servers must be an array of at least one server',
      '[]',
    ],
    [{ xds_servers: servers }, 'GRPC_XDS_BOOTSTRAP_CONFIG: node must be an object', 'nothing'],
    [
      { xds_servers: servers, node: {} },
      'GRPC_XDS_BOOTSTRAP_CONFIG: node.id must be a text',
      'nothing',
    ],
  ])('%j is refused, with the rule', (bootstrap, rule, value) => {
    expect(prepare(bootstrap)).toEqual({ kind: 'broken', rule, value });
  });

  test('in a file that is not there is refused, with its name', () => {
    expect(prepareBootstrap({ GRPC_XDS_BOOTSTRAP: '/nowhere.json' })).toMatchObject({
      kind: 'broken',
      rule: 'GRPC_XDS_BOOTSTRAP file /nowhere.json must be a readable JSON file',
    });
  });

  test('with a locality is left as it is', () => {
    const node = { id: 'n', locality: { zone: 'a' } };
    expect(prepare({ xds_servers: servers, node })).toEqual({
      kind: 'sound',
      completed: undefined,
    });
  });

  test.each([
    ['none', {}, {}],
    ['the process’s own zone', { BALLAST_ZONE: 'a' }, { zone: 'a' }],
  ])('without a locality gets %s', (_what, environment, locality) => {
    const prepared = prepare({ xds_servers: servers, node: { id: 'n' } }, environment);
    const node = { id: 'n', locality };
    expect(prepared).toEqual({
      kind: 'sound',
      completed: JSON.stringify({ xds_servers: servers, node }),
    });
  });
});

test('a control plane leads to a server, though its bootstrap has no locality', async () => {
  await using server = await startTestServer();
  await using plane = await startAdsServer('inventory', { host: '127.0.0.1', port: server.port });
  vi.stubEnv('GRPC_XDS_BOOTSTRAP', '');
  vi.stubEnv('GRPC_XDS_BOOTSTRAP_CONFIG', plane.bootstrap());
  const client = connect('xds:///inventory');
  const { path, requestSerialize, responseDeserialize } = testServiceDefinition.unary;
  const answer = await new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      ...([path, requestSerialize, responseDeserialize, { text: 'hello', count: 1 }] as const),
      new grpc.Metadata({ waitForReady: true }),
      { deadline: Date.now() + 10_000 },
      (error, value) => (error === null ? resolve(value) : reject(error)),
    );
  });
  client.close();
  expect(answer).toMatchObject({ text: 'hello' });
  expect(plane.asked).toEqual([
    'envoy.config.listener.v3.Listener',
    'envoy.config.route.v3.RouteConfiguration',
    'envoy.config.cluster.v3.Cluster',
    'envoy.config.endpoint.v3.ClusterLoadAssignment',
  ]);
});

test('the protocol is not loaded before a target needs it', () => {
  const program = `
    import { registerDiscovery } from ${JSON.stringify(new URL('../index.ts', import.meta.url).href)};
    import { createRequire } from 'node:module';
    registerDiscovery();
    const { cache } = createRequire(${JSON.stringify(fileURLToPath(import.meta.url))});
    console.log(Object.keys(cache).filter((path) => path.includes('grpc-js-xds')).length);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('0\n');
});
