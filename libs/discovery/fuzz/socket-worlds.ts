import { startTcpRelay } from '@ballast/testing';
import { createDnsPollSource } from '../src/dns-poll/dns-poll-source.ts';
import { createEtcdApi } from '../src/etcd/etcd-api.ts';
import { formatValue, keyOf } from '../src/etcd/etcd-names.ts';
import { createEtcdSource } from '../src/etcd/etcd-source.ts';
import { createFileSource } from '../src/file/file-source.ts';
import { createApiServer } from '../src/kubernetes/api-server.ts';
import { createMuteSource } from './mute-source.ts';
import { createKubernetesSource } from '../src/kubernetes/kubernetes-scheme.ts';
import { describeServices, startDnsServer } from '../test/dns-server.ts';
import { createEndpointsFile, formatEndpointsFile } from '../test/endpoints-file.ts';
import { startEtcd } from '../test/etcd-server.ts';
import { startFakeApiServer } from '../test/fake-api-server.ts';
import type { StartSocketWorld } from './over-sockets.ts';
import type { Random } from './random.ts';
import { createVirtualClock } from './virtual-clock.ts';

const address = (random: Random) => `10.0.0.${random.below(8)}:1`;
const someAddresses = (random: Random) => [
  ...new Set(Array.from({ length: random.below(6) }, () => address(random))),
];
/** Always the shortest wait: what counts is that it comes back, not when. */
const atOnce = () => 0;

export const startKubernetesWorld: StartSocketWorld = async (random) => {
  const server = await startFakeApiServer();
  const relay = await startTcpRelay(server.port);
  const credentials = {
    load: () => Promise.resolve({ server: `http://127.0.0.1:${relay.port}`, tls: {} }),
    loadToken: () => Promise.resolve('token'),
    loadNamespace: () => Promise.resolve('shop'),
  };
  const pulse = { pingIntervalMs: 40, pingTimeoutMs: 40 };
  const source = createKubernetesSource(
    { service: 'sockets', namespace: 'shop', port: 'grpc' },
    credentials,
    { environment: {}, warn: () => undefined },
    {
      connect: (all) => createApiServer(all, pulse),
      createDns: createMuteSource,
      random: atOnce,
    },
  );
  const put = () => {
    const name = address(random);
    const [host = '', port] = name.split(':');
    server.put({
      ...{ metadata: { name }, ports: [{ name: 'grpc', port: Number(port) }] },
      endpoints: [{ addresses: [host], conditions: { ready: random.chance(0.7) } }],
    });
  };
  const steps = [
    ...[put, put, put, put, put, put],
    ...[() => server.remove(address(random)), () => server.remove(address(random))],
    () => server.bookmark(),
    () => server.compact(),
    () => server.endWatches(),
    () => server.expireWatches(),
    () => server.tearWatches(),
    () => server.dropConnections(),
    () => relay.cut(),
    () => relay.freeze(),
    () => server.refuseNext({ status: random.pick([401, 403, 410, 429, 500, 503]) }),
    () => server.requireToken(random.chance(0.5) ? 'other' : 'token'),
    () => new Promise<void>((resolve) => setImmediate(resolve)),
  ];
  return {
    source,
    step: () => random.pick(steps)(),
    heal: () => server.requireToken('token'),
    addresses: () =>
      [...server.slices.values()].flatMap(({ metadata, endpoints }) =>
        endpoints?.[0]?.conditions?.ready === false ? [] : metadata.name,
      ),
    async [Symbol.asyncDispose]() {
      await relay[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
};

export const startFileWorld: StartSocketWorld = async (random) => {
  const file = await createEndpointsFile([]);
  let truth: readonly string[] = [];
  const publish = async () => {
    truth = someAddresses(random);
    await file.replace(truth);
  };
  const steps = [
    ...[publish, publish, publish],
    () => file.overwrite(formatEndpointsFile(someAddresses(random)).slice(0, -3)),
    () => file.overwrite('garbage'),
    () => file.remove().catch(() => undefined),
  ];
  let isHealed = false;
  return {
    source: createFileSource(file.path),
    step: async () => {
      isHealed = false;
      await random.pick(steps)();
    },
    heal: async () => {
      if (!isHealed) await publish();
      isHealed = true;
    },
    addresses: () => truth,
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
};

const dnsName = '_grpc._tcp.sockets.test';

/** Real questions and answers over UDP; only the pauses between polls pass on a virtual clock. */
export const startDnsPollWorld: StartSocketWorld = async (random) => {
  const server = await startDnsServer(describeServices(dnsName, []));
  const clock = createVirtualClock();
  const question = { name: dnsName, port: undefined, server: server.address };
  let truth: readonly string[] = [];
  const publish = () => {
    truth = someAddresses(random);
    server.setRecords(describeServices(dnsName, truth));
  };
  const steps = [
    ...[publish, publish, publish],
    () => server.fail('SERVFAIL'),
    () => server.fail(undefined),
    () => server.setRecords([]),
    () => clock.advance(random.next() * 5_000),
  ];
  return {
    source: createDnsPollSource(question, { clock, random: random.next }),
    step: () => random.pick(steps)(),
    heal: async () => {
      server.fail(undefined);
      server.setRecords(describeServices(dnsName, truth));
      await clock.advance(1_000);
    },
    addresses: () => truth,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
};

export const startEtcdWorld: StartSocketWorld = async (random) => {
  const etcd = await startEtcd();
  const relay = await startTcpRelay(Number(new URL(etcd.url).port));
  const service = 'sockets';
  const registrar = createEtcdApi([etcd.url]);
  const { signal } = new AbortController();
  const leases = new Map<string, string>();
  const put = async () => {
    const chosen = address(random);
    const lease = await registrar.grantLease(600, signal);
    await registrar.put(keyOf(service, chosen), formatValue(chosen), lease, signal);
    leases.set(chosen, lease);
  };
  const remove = async () => {
    const chosen = address(random);
    const lease = leases.get(chosen);
    if (lease === undefined) return;
    leases.delete(chosen);
    await registrar.revokeLease(lease, signal);
  };
  const compact = async () => {
    const { revision } = await registrar.list(service, signal);
    const body = JSON.stringify({ revision: String(revision) });
    await fetch(`${etcd.url}/v3/kv/compaction`, { method: 'POST', body });
  };
  const steps = [put, put, put, remove, remove, compact, () => relay.cut()];
  return {
    source: createEtcdSource(
      service,
      createEtcdApi([`http://127.0.0.1:${relay.port}`]),
      () => undefined,
      { random: atOnce },
    ),
    step: () => random.pick(steps)(),
    heal: () => undefined,
    addresses: () => [...leases.keys()],
    async [Symbol.asyncDispose]() {
      await relay[Symbol.asyncDispose]();
      await etcd[Symbol.asyncDispose]();
    },
  };
};
