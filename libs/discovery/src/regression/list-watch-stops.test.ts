// @kubernetes/client-node 2.0.1: ListWatch stops for good on any error but 410 and its own inactivity
// timeout (its issues #364, #596, #958), so one 500 of the API server freezes the set for ever.
import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startFakeApiServer } from '../../test/fake-api-server.ts';
import { recordSource } from '../../test/record-source.ts';
import { createKubernetesSource } from '../kubernetes/kubernetes-scheme.ts';

/** As much of it as is used here; loaded by name, as kubeconfig.ts does: an optional peer. */
interface ClientNode {
  readonly KubeConfig: new () => { loadFromClusterAndUser(cluster: object, user: object): void };
  readonly Watch: new (config: object) => object;
  readonly ListWatch: new (
    path: string,
    watch: object,
    list: () => Promise<object>,
    autoStart: boolean,
  ) => {
    start(): Promise<void>;
    stop(): Promise<void>;
    on(event: 'error', listener: (error: unknown) => void): void;
  };
}

/** An API server over HTTP/1.1, which client-node speaks: lists nothing, and watches as it is told. */
let watches: ServerResponse[];
let requests: EventEmitter;
let isBroken: boolean;
const server = createServer((request, response) => {
  if (isBroken) {
    response.writeHead(500).end('{"kind":"Status","code":500}');
  } else if (request.url!.includes('watch=true')) {
    response.writeHead(200).flushHeaders();
    watches.push(response);
  } else response.end('{"metadata":{"resourceVersion":"1"},"items":[]}');
  requests.emit('request', request.url);
});

beforeEach(async () => {
  [watches, requests, isBroken] = [[], new EventEmitter(), false];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const path = '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices';

test('client-node does not ask again after one 500', async () => {
  const name = '@kubernetes/client-node';
  const { KubeConfig, ListWatch, Watch } = (await import(name)) as ClientNode;
  const config = new KubeConfig();
  const { port } = server.address() as AddressInfo;
  config.loadFromClusterAndUser(
    { name: 'c', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: 'u', token: 't' },
  );
  const list = () => Promise.resolve({ metadata: { resourceVersion: '1' }, items: [] });
  const listWatch = new ListWatch(path, new Watch(config), list, false);
  const failed = once(listWatch as unknown as EventEmitter, 'error').catch(() => undefined);
  const errors: unknown[] = [];
  listWatch.on('error', (error) => errors.push(error));
  await Promise.all([once(requests, 'request'), listWatch.start()]);
  isBroken = true;
  watches[0]!.end();
  await once(requests, 'request');
  isBroken = false;
  await failed;
  // Whoever would ask again has had the time to: ours waits 200 ms at most after a first failure.
  const again = once(requests, 'request', { signal: AbortSignal.timeout(1_000) });
  await expect(again).rejects.toThrow('aborted');
  await listWatch.stop();
  expect(errors).toHaveLength(1);
});

test('ours does, and has what changed meanwhile', async () => {
  await using api = await startFakeApiServer();
  api.putEndpoints(['10.0.0.1:1']);
  const credentials = {
    load: () => Promise.resolve({ server: `http://127.0.0.1:${api.port}`, tls: {} }),
    loadToken: () => Promise.resolve(undefined),
    loadNamespace: () => Promise.resolve('shop'),
  };
  const reference = { service: 'inventory', namespace: 'shop', port: 'grpc' };
  const context = { environment: {}, warn: () => undefined };
  using recording = recordSource(createKubernetesSource(reference, credentials, context));
  await recording.toldSet(['10.0.0.1:1']);
  api.refuseNext({ status: 500 });
  api.endWatches();
  api.putEndpoints(['10.0.0.2:1']);
  await recording.toldSet(['10.0.0.2:1']);
});
