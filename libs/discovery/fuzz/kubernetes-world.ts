// What befalls those who watch a Kubernetes API server.
import { ApiStatusError } from '../src/kubernetes/api-server.ts';
import type { EndpointSlice, SliceEndpoint } from '../src/kubernetes/endpoint-slice.ts';
import { createMuteSource } from './mute-source.ts';
import { createKubernetesSource } from '../src/kubernetes/kubernetes-scheme.ts';
import { joinByTheBook } from '../test/join-by-the-book.ts';
import { describeSet, type FuzzWorld } from './fuzz-source.ts';
import { MemoryApiServer } from './memory-api-server.ts';
import type { Random } from './random.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** As the session's PING finds it: interval and timeout together. */
const pulseMs = 10_000;
const locality = { zone: 'z0', node: 'n0' };
const environment = { BALLAST_ZONE: locality.zone, BALLAST_NODE: locality.node };
let worlds = 0;

type Step = readonly [weight: number, kind: string, run: () => void];

export function createKubernetesWorld(random: Random, clock: VirtualClock): FuzzWorld {
  const refusals: Error[] = [];
  const history = new Set<string>();
  let [token, requiredToken] = [0, 0];
  let isDown = false;
  // From worlds where a watch lives long to worlds where hardly one opens.
  const faultShare = random.pick([0.02, 0.1, 0.3, 1]);

  const server = new MemoryApiServer(() => {
    if (isDown) throw new Error('connect ECONNREFUSED');
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    if (token !== requiredToken) throw new ApiStatusError(401, 'Unauthorized');
  });
  const truth = () => joinByTheBook([...server.slices.values()], 'grpc', locality);
  const remember = () => history.add(describeSet(truth()));
  remember();
  const put = (name: string, endpoints: readonly SliceEndpoint[]) => {
    const ports = [{ name: 'grpc', port: random.chance(0.9) ? 1 : 2 }];
    server.put({ metadata: { name }, addressType: 'IPv4', ports, endpoints });
    remember();
  };
  const remove = (name: string) => {
    server.remove(name);
    remember();
  };
  const putAgain = (name: string) => {
    const known = server.slices.get(name)?.endpoints ?? endpoints();
    remove(name);
    put(name, known);
  };
  const drop = () => server.failWatches('read ECONNRESET');
  const refuse = (status: number, retryAfterMs?: number) =>
    refusals.push(new ApiStatusError(status, 'refused', retryAfterMs));
  const name = () => `s${random.below(5)}`;
  const endpoints = () => Array.from({ length: random.below(5) }, () => createEndpoint(random));

  const harmless: readonly Step[] = [
    [30, 'put', () => put(name(), endpoints())],
    [8, 'remove', () => remove(name())],
    [6, 'move between slices', () => move(server.slices, put, name(), name(), random)],
    [4, 'delete, then add', () => putAgain(name())],
    [4, 'duplicate', () => server.duplicate()],
    [4, 'bookmark', () => server.bookmark()],
    [4, 'server back', () => (isDown = false)],
    [4, 'token replaced in the pod', () => (token = requiredToken)],
  ];
  const faults: readonly Step[] = [
    [3, 'compaction', () => server.compact()],
    [2, 'watch ends', () => server.endWatches()],
    [2, '410 in the watch', () => server.sendError(410)],
    [2, '500 in the watch', () => server.sendError(500)],
    [1, 'garbage in the watch', () => server.sendGarbage()],
    [3, 'connection dropped', drop],
    [2, 'dropped in mid-line', () => [server.flush(() => 0.5), drop()]],
    [2, 'half-open', () => clock.after(pulseMs, server.silenceWatches())],
    [2, 'server away', () => [(isDown = true), drop()]],
    [3, 'token rotated', () => [(requiredToken += 1), drop()]],
    [2, '429', () => refuse(429, 1_000)],
    [3, '403, 410, 500 or 503', () => refuse(random.pick([403, 410, 500, 503]))],
  ];
  const isHarmless = new Set(harmless.map(([, kind]) => kind));
  const table = [...harmless, ...faults].flatMap(([weight, ...step]) =>
    Array.from({ length: weight }, () => step),
  );

  const credentials = {
    load: () => Promise.resolve({ server: '', tls: {} }),
    loadToken: () => Promise.resolve(undefined),
    loadNamespace: () => Promise.resolve('shop'),
  };
  const source = createKubernetesSource(
    { service: `fuzz-${(worlds += 1)}`, namespace: undefined, port: 'grpc' },
    credentials,
    { environment, warn: () => undefined },
    { connect: () => server.connect(), createDns: createMuteSource, clock, random: random.next },
  );
  let stopDelivering = () => {};
  const deliver = () => {
    server.flush(() => 1);
    stopDelivering = clock.after(100, deliver);
  };
  return {
    source: {
      ...source,
      stop: () => {
        source.stop();
        stopDelivering();
      },
    },
    step: () => {
      let [kind, run] = random.pick(table);
      while (!isHarmless.has(kind) && !random.chance(faultShare)) [kind, run] = random.pick(table);
      run();
      if (random.chance(0.7)) server.flush(() => random.next());
      return kind;
    },
    heal: () => {
      isDown = false;
      token = requiredToken;
      refusals.length = 0;
      deliver();
    },
    endpoints: truth,
    wasTrue: (text) => history.has(text),
  };
}

/** As the controller moves an endpoint: two writes, in either order. */
function move(
  slices: ReadonlyMap<string, EndpointSlice>,
  put: (name: string, endpoints: readonly SliceEndpoint[]) => void,
  from: string,
  to: string,
  random: Random,
): void {
  const [moving, ...staying] = slices.get(from)?.endpoints ?? [];
  if (moving === undefined || from === to) return;
  const joined = [...(slices.get(to)?.endpoints ?? []), moving];
  const writes = [() => put(from, staying), () => put(to, joined)];
  for (const write of random.chance(0.5) ? writes : writes.reverse()) write();
}

/** Few pods and few addresses, so that they meet. */
function createEndpoint(random: Random): SliceEndpoint {
  const hint = (letter: string) => [{ name: `${letter}${random.below(2)}` }];
  const pod = random.below(12);
  return {
    addresses: [`10.0.0.${random.chance(0.9) ? pod : random.below(12)}`],
    targetRef: { uid: `pod-${pod}` },
    zone: `z${pod % 2}`,
    nodeName: `n${pod % 4}`,
    ...(random.chance(0.8) && { hints: { forZones: hint('z'), forNodes: hint('n') } }),
    ...(random.chance(0.4) && {
      conditions: {
        ready: random.chance(0.6),
        serving: random.chance(0.6),
        terminating: random.chance(0.5),
      },
    }),
  };
}
