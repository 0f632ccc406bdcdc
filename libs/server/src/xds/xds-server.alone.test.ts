// A server that a control plane configures, with real certificates, a real control plane and real callers.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InventoryServiceService } from '@ballast/contracts';
import { createXdsCredentials, registerDiscovery } from '@ballast/discovery';
import {
  clientTls,
  describeServerListener,
  serverTls,
  startAdsServer,
} from '@ballast/discovery/ads-server';
import { Code, isStatusError } from '@ballast/status';
import { createGate, createTestCertificate } from '@ballast/testing';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { callUnary } from '../../test/calls.ts';
import { findFreePort } from '../../test/find-free-port.ts';
import { startInventory } from '../../test/start-inventory.ts';

const host = '127.0.0.1';
const BOOTSTRAP_OPTION = 'grpc.TEST_ONLY_DO_NOT_USE_IN_PROD.xds_bootstrap_config';
const node = { id: 'test', locality: {} };

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
  return { certificate_providers: { default: { plugin_name: 'file_watcher', config } } };
}

const request = { sku: 'tea' };

/** A server under mutual TLS, and what it takes to call it. */
async function startMeshed(handlers: Parameters<typeof startInventory>[0]) {
  const port = await findFreePort();
  const bootstrap = {
    ...writeCertificates(),
    server_listener_resource_name_template: 'server/%s',
  };
  const serverListeners = [describeServerListener(host, port, serverTls())];
  const plane = await startAdsServer(
    'inventory',
    { host, port },
    {
      ...{ serverListeners, bootstrap },
      cluster: clientTls(),
    },
  );
  const text = plane.bootstrap(node);
  vi.stubEnv('GRPC_XDS_BOOTSTRAP', '');
  vi.stubEnv('GRPC_XDS_BOOTSTRAP_CONFIG', text);
  const healthPort = await findFreePort();
  const shop = await startInventory(handlers, {
    server: {
      ...{ address: `${host}:${port}`, xdsServer: true, healthPort },
      grpcOptions: { [BOOTSTRAP_OPTION]: text },
    },
  });
  registerDiscovery();
  const options = { [BOOTSTRAP_OPTION]: text, 'grpc.use_local_subchannel_pool': 1 };
  const meshed = new Client(
    'xds:///inventory',
    createXdsCredentials(credentials.createInsecure()),
    options,
  );
  const plaintext = new Client(`xds:///inventory`, credentials.createInsecure(), options);
  return {
    ...{ shop, healthPort, meshed, plaintext },
    async [Symbol.asyncDispose]() {
      meshed.close();
      plaintext.close();
      await shop[Symbol.asyncDispose]();
      await plane[Symbol.asyncDispose]();
    },
  };
}

const metadata = new Metadata({ waitForReady: true });
const soon = () => ({ deadline: Date.now() + 10_000 });
const failed = async (promise: Promise<unknown>): Promise<Code | undefined> => {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  return isStatusError(error) ? error.code : undefined;
};

test('who has a certificate is served, who has none is refused, and health is for all', async () => {
  await using both = await startMeshed({ getStock: () => Promise.resolve({ stock: undefined }) });
  const { getStock } = InventoryServiceService;
  const answer = callUnary(both.meshed, getStock, request, { metadata, ...soon() });
  expect(await answer.response).toEqual({ stock: undefined });

  for (const client of [both.plaintext, both.shop.client]) {
    const refused = callUnary(client, getStock, request, soon());
    expect(await failed(refused.response)).toBe(Code.UNAVAILABLE);
  }

  const probe = new Client(`${host}:${both.healthPort}`, credentials.createInsecure());
  onTestFinished(() => probe.close());
  const raw = (bytes: Buffer) => bytes;
  const check = {
    ...({ requestStream: false, responseStream: false } as const),
    path: '/grpc.health.v1.Health/Check',
    ...{ requestSerialize: raw, requestDeserialize: raw },
    ...{ responseSerialize: raw, responseDeserialize: raw },
  };
  const healthy = callUnary(probe, check, Buffer.alloc(0), soon());
  // HealthCheckResponse{status: SERVING}
  expect([...(await healthy.response)]).toEqual([8, 1]);
  expect(await failed(callUnary(probe, getStock, request, soon()).response)).toBe(
    Code.UNIMPLEMENTED,
  );
});

test('what is in flight when it leaves is answered', async () => {
  const arrived = createGate();
  const mayAnswer = createGate();
  await using both = await startMeshed({
    getStock: async () => {
      arrived.open();
      await mayAnswer.opened;
      return { stock: undefined };
    },
  });
  const { getStock } = InventoryServiceService;
  const { response } = callUnary(both.meshed, getStock, request, { metadata, ...soon() });
  await arrived.opened;
  const left = both.shop.server[Symbol.asyncDispose]();
  mayAnswer.open();
  expect(await response).toEqual({ stock: undefined });
  await left;
});

test('without a bootstrap it does not start', async () => {
  vi.stubEnv('GRPC_XDS_BOOTSTRAP', '');
  vi.stubEnv('GRPC_XDS_BOOTSTRAP_CONFIG', '');
  await expect(startInventory({}, { server: { xdsServer: true } })).rejects.toThrow(
    'xds: needs a bootstrap: a file named by GRPC_XDS_BOOTSTRAP, or JSON in GRPC_XDS_BOOTSTRAP_CONFIG, got "neither"',
  );
});

test('with credentials of its own, too, it is refused', async () => {
  const tls = { keyFile: 'key.pem', certificateFile: 'cert.pem' };
  await expect(startInventory({}, { server: { xdsServer: true, tls } })).rejects.toThrow(
    'server.xdsServer must not be true together with tls or credentials',
  );
});
