// The fake Kubernetes API server in a thread of its own, so that what it does is not counted as the
// client's work. Told to, it changes one endpoint of one slice and says when it began to.
import { parentPort, workerData } from 'node:worker_threads';
import { startFakeApiServer } from '@ballast/discovery/worlds';

export interface ApiServerSize {
  readonly slices: number;
  readonly endpointsPerSlice: number;
}

export interface ChangeDone {
  readonly sentAtMs: number;
}

const { slices, endpointsPerSlice } = workerData as ApiServerSize;
const server = await startFakeApiServer();

/** As long as a real one: a pod's name and uid, node, zone, conditions, hints. */
const createEndpoint = (address: string, id: number) => ({
  addresses: [address],
  conditions: { ready: true, serving: true, terminating: false },
  nodeName: `ip-10-0-${id % 200}-17.eu-west-1.compute.internal`,
  zone: `eu-west-1${'abc'[id % 3]}`,
  hints: { forZones: [{ name: `eu-west-1${'abc'[id % 3]}` }] },
  targetRef: {
    ...{ kind: 'Pod', namespace: 'shop', name: `inventory-7d9c5b8f6-${id.toString(36)}` },
    uid: `${String(id).padStart(8, '0')}-3f0e-4d1c-9a52-${address}`,
  },
});

const contents = Array.from({ length: slices }, (_, slice) =>
  Array.from({ length: endpointsPerSlice }, (_, place) => {
    const id = slice * endpointsPerSlice + place;
    return createEndpoint(`10.${1 + (id >> 16)}.${(id >> 8) & 255}.${id & 255}`, id);
  }),
);
const put = (slice: number) =>
  server.put({
    ...{ metadata: { name: `inventory-${slice}` }, addressType: 'IPv4' as const },
    ...{ ports: [{ name: 'grpc', port: 50051, protocol: 'TCP' }], endpoints: contents[slice]! },
  });
contents.forEach((_, slice) => put(slice));
server.compact();

parentPort!.on('message', (change: number) => {
  const slice = (change * 31) % slices;
  const place = (change * 17) % endpointsPerSlice;
  const address = `10.250.${(change >> 8) & 255}.${change & 255}`;
  contents[slice]![place] = createEndpoint(address, slice * endpointsPerSlice + place);
  const sentAtMs = performance.timeOrigin + performance.now();
  put(slice);
  parentPort!.postMessage({ sentAtMs } satisfies ChangeDone);
});
parentPort!.postMessage(server.port);
