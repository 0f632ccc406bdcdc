import { dnsPollScheme } from '../src/dns-poll/dns-poll-scheme.ts';
import { createEtcdApi } from '../src/etcd/etcd-api.ts';
import { formatValue, keyOf } from '../src/etcd/etcd-names.ts';
import { etcdScheme } from '../src/etcd/etcd-scheme.ts';
import { afterAll } from 'vitest';
import { envScheme } from '../src/env/env-scheme.ts';
import { fileScheme } from '../src/file/file-scheme.ts';
import { createKubernetesSource } from '../src/kubernetes/kubernetes-scheme.ts';
import { staticScheme } from '../src/static/static-scheme.ts';
import type { EndpointSource } from '../src/endpoint-source.ts';
import type { SourceContext, TargetScheme } from '../src/target.ts';
import { describeChangingSource, describeEndpointSource } from './endpoint-source-contract.ts';
import type { SourceRow } from './endpoint-source-contract.ts';
import { describeServices, startDnsServer } from './dns-server.ts';
import { hasEtcd, startEtcd, type EtcdServer } from './etcd-server.ts';
import { createEndpointsFile } from './endpoints-file.ts';
import { startFakeApiServer } from './fake-api-server.ts';

function createSource(
  { scheme, createSource }: TargetScheme,
  path: string,
  environment: SourceContext['environment'] = {},
  authority = '',
): EndpointSource {
  const text = `${scheme}://${authority}/${path}`;
  const context = { environment, warn: () => undefined };
  return createSource({ scheme, authority, path, text }, context);
}

const nothingToDispose = { [Symbol.asyncDispose]: () => Promise.resolve() };
const addresses = ['127.0.0.1:50051', '[::1]:50052'];

const staticRow: SourceRow = {
  name: 'static:',
  createWorld: () =>
    Promise.resolve({
      source: createSource(staticScheme, addresses.join(',')),
      addresses,
      ...nothingToDispose,
    }),
};

const environment = { STOCK_KEEPER_SERVICE_HOST: '10.0.0.7', STOCK_KEEPER_SERVICE_PORT: '50051' };

const envRow: SourceRow = {
  name: 'env:',
  createWorld: () =>
    Promise.resolve({
      source: createSource(envScheme, 'stock-keeper', environment),
      addresses: ['10.0.0.7:50051'],
      ...nothingToDispose,
    }),
  createEmptyWorld: () =>
    Promise.resolve({
      source: createSource(envScheme, 'stock-keeper'),
      reason: /^target "env:\/\/\/stock-keeper": STOCK_KEEPER_SERVICE_HOST is not set$/,
      ...nothingToDispose,
    }),
};

const fileRow: SourceRow = {
  name: 'file:',
  createWorld: async () => {
    const file = await createEndpointsFile(addresses);
    return {
      source: createSource(fileScheme, file.path.slice(1)),
      addresses,
      change: (next) => file.replace(next),
      [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
    };
  },
  createEmptyWorld: async () => {
    const file = await createEndpointsFile();
    return {
      source: createSource(fileScheme, file.path.slice(1)),
      reason: /^endpoints file .*orders\.json: does not exist$/,
      [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
    };
  },
};

const kubernetesRow: SourceRow = {
  name: 'kubernetes:',
  createWorld: async () => {
    const server = await startFakeApiServer();
    server.putEndpoints(addresses);
    const credentials = {
      load: () => Promise.resolve({ server: `http://127.0.0.1:${server.port}`, tls: {} }),
      loadToken: () => Promise.resolve(undefined),
      loadNamespace: () => Promise.resolve('shop'),
    };
    const reference = { service: 'inventory', namespace: undefined, port: 'grpc' };
    const context = { environment: {}, warn: () => undefined };
    return {
      source: createKubernetesSource(reference, credentials, context),
      addresses,
      change: (next) => Promise.resolve(server.putEndpoints(next)),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
};

const dnsName = '_grpc._tcp.inventory.test';

const dnsPollRow: SourceRow = {
  name: 'dns-poll:',
  createWorld: async () => {
    const server = await startDnsServer(describeServices(dnsName, addresses));
    return {
      source: createSource(dnsPollScheme, dnsName, {}, server.address),
      addresses,
      change: (next) => Promise.resolve(server.setRecords(describeServices(dnsName, next))),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
  createEmptyWorld: async () => {
    const server = await startDnsServer();
    return {
      source: createSource(dnsPollScheme, dnsName, {}, server.address),
      reason: /^DNS for _grpc\._tcp\.inventory\.test at 127\.0\.0\.1:\d+: ENOTFOUND$/,
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
};

// One for all worlds, each with a service of its own: starting etcd takes most of a second.
let etcd: EtcdServer | undefined;
let etcdWorlds = 0;

afterAll(() => etcd?.[Symbol.asyncDispose]());

const etcdRow: SourceRow = {
  name: 'etcd:',
  createWorld: async () => {
    etcd ??= await startEtcd();
    const service = `inventory-${etcdWorlds++}`;
    const api = createEtcdApi([etcd.url]);
    const signal = AbortSignal.timeout(60_000);
    let lease: string | undefined;
    const change = async (next: readonly string[]) => {
      const old = lease;
      lease = await api.grantLease(600, signal);
      for (const address of next) {
        await api.put(keyOf(service, address), formatValue(address), lease, signal);
      }
      if (old !== undefined) await api.revokeLease(old, signal);
    };
    await change(addresses);
    return {
      source: createSource(etcdScheme, service, {}, etcd.address),
      addresses,
      change,
      ...nothingToDispose,
    };
  },
};

const changing = [fileRow, dnsPollRow, kubernetesRow, ...(hasEtcd ? [etcdRow] : [])];
for (const row of [staticRow, envRow, ...changing]) describeEndpointSource(row);
for (const row of changing) describeChangingSource(row);
