// Who we are to the API server, against one with TLS that wants to know.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestCertificate } from '@ballast/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startFakeApiServer, type FakeApiServer } from '../../test/fake-api-server.ts';
import { recordSource } from '../../test/record-source.ts';
import { createServiceAccountCredentials, type ApiCredentials } from './credentials.ts';
import { createKubeconfigCredentials } from './kubeconfig.ts';
import { createKubernetesSource } from './kubernetes-scheme.ts';

const { certificatePem, keyPem } = createTestCertificate('localhost');
let server: FakeApiServer;
let directory: string;
let services = 0;

beforeEach(async () => {
  server = await startFakeApiServer({ key: keyPem, cert: certificatePem });
  server.requireToken('first');
  server.putEndpoints(['10.0.0.1:1']);
  directory = await mkdtemp(join(tmpdir(), 'ballast-credentials-'));
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

const write = (name: string, text: string) => writeFile(join(directory, name), text);

function follow(credentials: ApiCredentials, port: string | number = 'grpc') {
  // At once after every failure.
  const world = { random: () => 0 };
  const reference = { service: `inventory-${services}`, namespace: undefined, port };
  const context = { environment: {}, warn: () => undefined };
  return recordSource(createKubernetesSource(reference, credentials, context, world));
}

async function createServiceAccount(): Promise<ApiCredentials> {
  services += 1;
  await write('ca.crt', certificatePem);
  await write('token', 'first\n');
  await write('namespace', 'shop');
  const environment = {
    KUBERNETES_SERVICE_HOST: '127.0.0.1',
    KUBERNETES_SERVICE_PORT: String(server.port),
  };
  return createServiceAccountCredentials(environment, directory);
}

test('a pod asks as its service account, and shows the token that the kubelet has put there since', async () => {
  using recording = follow(await createServiceAccount());
  await recording.toldSet(['10.0.0.1:1']);
  server.requireToken('second');
  server.dropConnections();
  await recording.toldFailure(/HTTP 401/);
  await write('token', 'second');
  server.putEndpoints(['10.0.0.2:1']);
  await recording.toldSet(['10.0.0.2:1']);
});

test('a service account that is mounted late is waited for', async () => {
  const credentials = await createServiceAccount();
  await rm(join(directory, 'namespace'));
  using recording = follow(credentials);
  await recording.toldFailure(/ENOENT.*namespace/);
  await write('namespace', 'shop');
  await recording.toldSet(['10.0.0.1:1']);
});

test('a server that another authority vouches for is not believed', async () => {
  const credentials = await createServiceAccount();
  await write('ca.crt', createTestCertificate('localhost').certificatePem);
  using recording = follow(credentials);
  await recording.toldFailure(/certificate|signature/);
});

test('outside a cluster the kubeconfig says where and who', async () => {
  services += 1;
  const encode = (text: string) => Buffer.from(text).toString('base64');
  const cluster = {
    server: `https://127.0.0.1:${server.port}`,
    'certificate-authority-data': encode(certificatePem),
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user: { token: 'first' } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace: 'shop' } }],
    'current-context': 'x',
  };
  await write('config', JSON.stringify(config));
  const credentials = createKubeconfigCredentials({ KUBECONFIG: join(directory, 'config') });
  expect(await credentials.loadNamespace()).toBe('shop');
  using recording = follow(credentials);
  await recording.toldSet(['10.0.0.1:1']);
});

test('one watch serves all who ask for a Service, by whatever port, late ones too', async () => {
  const credentials = await createServiceAccount();
  using first = follow(credentials);
  using second = follow(credentials, 1);
  await first.toldSet(['10.0.0.1:1']);
  using late = follow(credentials);
  await second.toldSet(['10.0.0.1:1']);
  await late.toldSet(['10.0.0.1:1']);
  server.putEndpoints(['10.0.0.2:1']);
  for (const each of [first, second, late]) await each.toldSet(['10.0.0.2:1']);
  expect(server.counts).toEqual({ lists: 1, watches: 1 });
});

test('who comes during an outage is told of it', async () => {
  const credentials = await createServiceAccount();
  server.requireToken('other');
  using first = follow(credentials);
  await first.toldFailure(/HTTP 401/);
  using late = follow(credentials);
  await late.toldFailure(/HTTP 401/);
});
