// grpc-js-xds 1.14.1 refuses a bootstrap whose node has no locality, which gRFC A27 makes optional and
// Istio's agent leaves out where it knows none; and it goes on with the null it has got instead, so
// that calls fail with a property of null and no word of the locality.
import * as grpc from '@grpc/grpc-js';
import { register } from '@grpc/grpc-js-xds';
import { startTestServer, testServiceDefinition } from '@ballast/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startAdsServer, type AdsServer } from '../../test/ads-server.ts';
import { registerDiscovery } from '../index.ts';

let plane: AdsServer;
let server: Awaited<ReturnType<typeof startTestServer>>;

beforeAll(async () => {
  server = await startTestServer();
  plane = await startAdsServer('inventory', { host: '127.0.0.1', port: server.port });
  vi.stubEnv('GRPC_XDS_BOOTSTRAP', '');
  vi.stubEnv('GRPC_XDS_BOOTSTRAP_CONFIG', plane.bootstrap({ id: 'no locality' }));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await plane[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

function call(): Promise<string> {
  const client = new grpc.Client('xds:///inventory', grpc.credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = testServiceDefinition.unary;
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      ...([path, requestSerialize, responseDeserialize, { text: 'hello', count: 1 }] as const),
      { deadline: Date.now() + 10_000 },
      (error, answer) => {
        client.close();
        resolve(error === null ? answer!.text : error.message);
      },
    );
  });
}

test('grpc-js-xds fails with a property of null', async () => {
  register();
  expect(await call()).toMatch(/Cannot read properties of null/);
});

test('our xds: reaches the server', async () => {
  registerDiscovery();
  expect(await call()).toBe('hello');
});
