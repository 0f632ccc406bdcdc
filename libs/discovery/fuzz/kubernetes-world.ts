// A Kubernetes API server in memory, with what befalls those who watch a real one.
import { ApiStatusError, type ApiServer } from '../src/kubernetes/api-server.ts';
import type { EndpointSlice, SliceEndpoint } from '../src/kubernetes/endpoint-slice.ts';
import { createKubernetesSource } from '../src/kubernetes/kubernetes-scheme.ts';
import { createLineReader } from '../src/kubernetes/read-lines.ts';
import { joinByTheBook } from '../test/join-by-the-book.ts';
import { describeSet, type FuzzWorld } from './fuzz-source.ts';
import type { Random } from './random.ts';
import type { VirtualClock } from './virtual-clock.ts';

interface OpenWatch {
  /** Bytes on their way; delivered in pieces that respect no line. */
  pending: string;
  readonly take: (piece: string) => void;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
  /** Half-open: nothing arrives, and nobody says so until the PING goes unanswered. */
  isSilent: boolean;
}

/** As the session's PING finds it: interval and timeout together. */
const pulseMs = 10_000;
const locality = { zone: 'z0', node: 'n0' };
let worlds = 0;

const harmless = new Set([
  ...['put', 'remove', 'move between slices', 'delete, then add', 'duplicate', 'bookmark'],
  ...['server back', 'token replaced in the pod'],
]);

export function createKubernetesWorld(random: Random, clock: VirtualClock): FuzzWorld {
  const slices = new Map<string, EndpointSlice>();
  const events: { readonly version: number; readonly line: string }[] = [];
  const watches = new Set<OpenWatch>();
  const refusals: Error[] = [];
  const history = new Set<string>();
  let [version, compactedAt] = [100, 0];
  let [token, requiredToken] = [0, 0];
  let isDown = false;
  // From worlds where a watch lives long to worlds where hardly one opens.
  const faultShare = random.pick([0.02, 0.1, 0.3, 1]);
  let lastLine = '';

  const truth = () => joinByTheBook([...slices.values()], 'grpc', locality);
  const remember = () => history.add(describeSet(truth()));
  remember();

  const emit = (type: string, slice: EndpointSlice) => {
    version += 1;
    const metadata = { ...slice.metadata, resourceVersion: String(version) };
    const object = { ...slice, metadata };
    lastLine = `${JSON.stringify({ type, object })}\n`;
    events.push({ version, line: lastLine });
    for (const watch of watches) watch.pending += lastLine;
    return object;
  };
  const put = (name: string, endpoints: readonly SliceEndpoint[]) => {
    const port = random.chance(0.9) ? 1 : 2;
    const slice = {
      metadata: { name },
      addressType: 'IPv4' as const,
      ports: [{ name: 'grpc', port }],
    };
    const type = slices.has(name) ? 'MODIFIED' : 'ADDED';
    slices.set(name, emit(type, { ...slice, endpoints }));
    remember();
  };
  const remove = (name: string) => {
    const slice = slices.get(name);
    if (slice === undefined) return;
    slices.delete(name);
    emit('DELETED', slice);
    remember();
  };
  const flush = (share: () => number) => {
    for (const watch of [...watches]) {
      if (watch.isSilent) continue;
      const piece = watch.pending.slice(0, Math.ceil(watch.pending.length * share()));
      watch.pending = watch.pending.slice(piece.length);
      watch.take(piece);
    }
  };
  const failWatches = (message: string) => {
    for (const watch of [...watches]) watch.fail(new Error(message));
  };

  const admit = async () => {
    await Promise.resolve();
    if (isDown) throw new Error('connect ECONNREFUSED');
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    if (token !== requiredToken) throw new ApiStatusError(401, 'Unauthorized');
  };
  const connect = (): ApiServer => ({
    async read() {
      await admit();
      const metadata = { resourceVersion: String(version) };
      return JSON.parse(JSON.stringify({ metadata, items: [...slices.values()] })) as unknown;
    },
    async watch(path, onLine, onOpen) {
      await admit();
      const since = Number(/resourceVersion=(\d+)/.exec(path)![1]);
      if (since < compactedAt) throw new ApiStatusError(410, 'Gone');
      onOpen?.();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const read = createLineReader(onLine);
      const watch: OpenWatch = {
        pending: events
          .filter((event) => event.version > since)
          .map(({ line }) => line)
          .join(''),
        isSilent: false,
        take: (piece) => {
          try {
            read(piece);
          } catch (error) {
            watch.fail(error as Error);
          }
        },
        end: () => {
          watches.delete(watch);
          resolve();
        },
        fail: (error) => {
          watches.delete(watch);
          reject(error);
        },
      };
      watches.add(watch);
      await promise;
    },
    close: () => failWatches('closed'),
  });

  const name = () => `s${random.below(5)}`;
  const endpoints = () => Array.from({ length: random.below(5) }, () => createEndpoint(random));
  const steps: readonly (readonly [weight: number, kind: string, run: () => void])[] = [
    [30, 'put', () => put(name(), endpoints())],
    [8, 'remove', () => remove(name())],
    [6, 'move between slices', () => move(slices, put, name(), name(), random)],
    [
      4,
      'delete, then add',
      () => {
        const again = name();
        const known = slices.get(again)?.endpoints ?? endpoints();
        remove(again);
        put(again, known);
      },
    ],
    [
      4,
      'duplicate',
      () => {
        for (const watch of watches) watch.pending += lastLine;
      },
    ],
    [
      4,
      'bookmark',
      () => {
        const object = { metadata: { name: '', resourceVersion: String(version) } };
        for (const watch of watches)
          watch.pending += `${JSON.stringify({ type: 'BOOKMARK', object })}\n`;
      },
    ],
    [
      3,
      'compaction',
      () => {
        compactedAt = version;
        events.length = 0;
      },
    ],
    [
      2,
      'watch ends',
      () => {
        for (const watch of [...watches]) watch.end();
      },
    ],
    [
      2,
      '410 in the watch',
      () => {
        const object = { kind: 'Status', code: 410, message: 'too old', metadata: {} };
        for (const watch of watches)
          watch.pending += `${JSON.stringify({ type: 'ERROR', object })}\n`;
      },
    ],
    [
      2,
      '500 in the watch',
      () => {
        const object = { kind: 'Status', code: 500, message: 'oops', metadata: {} };
        for (const watch of watches)
          watch.pending += `${JSON.stringify({ type: 'ERROR', object })}\n`;
      },
    ],
    [
      1,
      'garbage in the watch',
      () => {
        for (const watch of watches) watch.pending += '<html>502</html>\n';
      },
    ],
    [3, 'connection dropped', () => failWatches('read ECONNRESET')],
    [
      2,
      'dropped in mid-line',
      () => {
        flush(() => 0.5);
        failWatches('read ECONNRESET');
      },
    ],
    [
      2,
      'half-open',
      () => {
        for (const watch of watches) {
          watch.isSilent = true;
          clock.after(pulseMs, () => watch.fail(new Error('no pulse within 5000 ms')));
        }
      },
    ],
    [
      2,
      'server away',
      () => {
        isDown = true;
        failWatches('read ECONNRESET');
      },
    ],
    [4, 'server back', () => (isDown = false)],
    [
      3,
      'token rotated',
      () => {
        requiredToken += 1;
        failWatches('read ECONNRESET');
      },
    ],
    [4, 'token replaced in the pod', () => (token = requiredToken)],
    [2, '429', () => refusals.push(new ApiStatusError(429, 'slow down', 1_000))],
    [
      3,
      '403, 410, 500 or 503',
      () => {
        refusals.push(new ApiStatusError(random.pick([403, 410, 500, 503]), 'refused'));
      },
    ],
  ];
  const table = steps.flatMap(([weight, ...step]) => Array.from({ length: weight }, () => step));

  const service = `fuzz-${(worlds += 1)}`;
  const credentials = {
    load: () => Promise.resolve({ server: '', tls: {} }),
    loadToken: () => Promise.resolve(undefined),
    loadNamespace: () => Promise.resolve('shop'),
  };
  const context = {
    environment: { BALLAST_ZONE: locality.zone, BALLAST_NODE: locality.node },
    warn: () => undefined,
  };
  const reference = { service, namespace: undefined, port: 'grpc' };
  const around = { connect, clock, random: random.next };
  let healed: (() => void) | undefined;
  const deliver = () => {
    flush(() => 1);
    healed = clock.after(100, deliver);
  };
  const inner = createKubernetesSource(reference, credentials, context, around);
  return {
    source: {
      ...inner,
      stop: () => {
        inner.stop();
        healed?.();
      },
    },
    step: () => {
      let [kind, run] = random.pick(table);
      while (!harmless.has(kind) && !random.chance(faultShare)) [kind, run] = random.pick(table);
      run();
      if (random.chance(0.7)) flush(() => random.next());
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
