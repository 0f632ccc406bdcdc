import { EventEmitter, once } from 'node:events';
import { startSilentServer, startTcpRelay } from '@ballast/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startFakeApiServer, type FakeApiServer } from '../../test/fake-api-server.ts';
import { createVirtualClock } from '../../fuzz/virtual-clock.ts';
import type { Clock } from '../clock.ts';
import { createApiServer, type ApiServerOptions } from './api-server.ts';
import type { ApiCredentials } from './credentials.ts';
import type { EndpointSlice } from './endpoint-slice.ts';
import { watchSlices } from './slice-watch.ts';

const slice = (name: string, ...addresses: string[]): EndpointSlice => ({
  metadata: { name },
  addressType: 'IPv4',
  ports: [{ name: 'grpc', port: 1 }],
  endpoints: addresses.map((address) => ({ addresses: [address] })),
});

let server: FakeApiServer;
let token: string | undefined;
let stops: (() => void)[];

beforeEach(async () => {
  server = await startFakeApiServer();
  token = undefined;
  stops = [];
});

afterEach(async () => {
  for (const stop of stops) stop();
  await server[Symbol.asyncDispose]();
});

/** A watch, and what it has told so far. */
function follow(port = server.port, options: ApiServerOptions = {}, clock?: Clock) {
  const credentials: ApiCredentials = {
    load: () => Promise.resolve({ server: `http://127.0.0.1:${port}`, tls: {} }),
    loadToken: () => Promise.resolve(token),
    loadNamespace: () => Promise.resolve('shop'),
  };
  const told = new EventEmitter();
  const seen = {
    slices: new Map() as ReadonlyMap<string, EndpointSlice>,
    tellings: 0,
    failures: [] as string[],
    recoveries: 0,
  };
  const stop = watchSlices({
    api: createApiServer(credentials, options),
    loadNamespace: () => Promise.resolve('shop'),
    service: 'inventory',
    ...(clock && { clock }),
    // Always the shortest wait: what is tested is that it comes back, not when.
    random: () => 0,
    listener: (finding) => {
      if (finding.kind === 'all') seen.slices = new Map(finding.slices);
      if (finding.kind === 'one') seen.slices = withSlice(seen.slices, finding.name, finding.slice);
      if (finding.kind === 'failed') seen.failures.push(finding.reason);
      if (finding.kind === 'recovered') seen.recoveries += 1;
      else if (finding.kind !== 'failed') seen.tellings += 1;
      told.emit('told');
    },
  });
  stops.push(stop);
  const until = async (holds: () => boolean) => {
    while (!holds()) await once(told, 'told', { signal: AbortSignal.timeout(15_000) });
  };
  return { seen, until, stop, addresses: () => addressesOf(seen.slices) };
}

function withSlice(
  slices: ReadonlyMap<string, EndpointSlice>,
  name: string,
  slice: EndpointSlice | undefined,
) {
  const next = new Map(slices);
  if (slice === undefined) next.delete(name);
  else next.set(name, slice);
  return next;
}

const addressesOf = (slices: ReadonlyMap<string, EndpointSlice>) =>
  [...slices.values()]
    .flatMap(({ endpoints }) => endpoints ?? [])
    .map(({ addresses }) => addresses[0])
    .sort();

test('tells what is there, then every change', async () => {
  server.put(slice('a', '10.0.0.1'));
  const watch = follow();
  await watch.until(() => watch.addresses().join() === '10.0.0.1');
  server.put(slice('b', '10.0.0.2'));
  await watch.until(() => watch.addresses().join() === '10.0.0.1,10.0.0.2');
  server.remove('a');
  await watch.until(() => watch.addresses().join() === '10.0.0.2');
});

test('tells an empty set only because the server said so', async () => {
  const watch = follow();
  await watch.until(() => watch.seen.tellings === 1);
  expect(watch.addresses()).toEqual([]);
});

test('comes back after a lost connection without listing again', async () => {
  server.put(slice('a', '10.0.0.1'));
  const watch = follow();
  await watch.until(() => server.counts.watches === 1 || watch.seen.tellings === 1);
  server.dropConnections();
  server.put(slice('b', '10.0.0.2'));
  await watch.until(() => watch.addresses().join() === '10.0.0.1,10.0.0.2');
  expect(server.counts.lists).toBe(1);
});

test('lists once when its version is too old, told in the watch', async () => {
  server.put(slice('a', '10.0.0.1'));
  const watch = follow();
  await watch.until(() => watch.addresses().length === 1);
  server.put(slice('b', '10.0.0.2'));
  await watch.until(() => watch.addresses().length === 2);
  server.expireWatches();
  await watch.until(() => server.counts.lists === 2);
  server.put(slice('c', '10.0.0.3'));
  await watch.until(() => watch.addresses().length === 3);
  expect(server.counts.lists).toBe(2);
});

test('lists once when its version is too old, told by status', async () => {
  server.put(slice('a', '10.0.0.1'));
  const watch = follow();
  await watch.until(() => watch.addresses().length === 1);
  server.put(slice('b', '10.0.0.2'));
  server.remove('a');
  server.compact();
  server.dropConnections();
  await watch.until(() => watch.addresses().join() === '10.0.0.2');
  expect(server.counts.lists).toBeLessThanOrEqual(2);
});

test('goes on from a bookmark', async () => {
  server.put(slice('a', '10.0.0.1'));
  const watch = follow();
  await watch.until(() => watch.addresses().length === 1);
  server.put(slice('b', '10.0.0.2'));
  await watch.until(() => watch.addresses().length === 2);
  server.compact();
  server.bookmark();
  server.put(slice('c', '10.0.0.3'));
  await watch.until(() => watch.addresses().length === 3);
  server.dropConnections();
  server.put(slice('d', '10.0.0.4'));
  await watch.until(() => watch.addresses().length === 4);
  expect(server.counts.lists).toBe(1);
});

test('takes no part of a line that was cut off', async () => {
  server.put(slice('a', '10.0.0.1'));
  const watch = follow();
  await watch.until(() => watch.addresses().length === 1);
  server.tearWatches();
  server.put(slice('b', '10.0.0.2'));
  await watch.until(() => watch.addresses().length === 2);
});

test.each([401, 403, 429, 500, 503])(
  'keeps what it knows through %i, says so, and comes back',
  async (status) => {
    server.put(slice('a', '10.0.0.1'));
    const watch = follow();
    await watch.until(() => watch.addresses().length === 1);
    server.refuseNext({ status }, { status });
    server.dropConnections();
    await watch.until(() =>
      watch.seen.failures.some((reason) => reason.includes(`HTTP ${status}`)),
    );
    expect(watch.addresses()).toEqual(['10.0.0.1']);
    server.put(slice('b', '10.0.0.2'));
    await watch.until(() => watch.addresses().length === 2);
  },
);

test('names the right that is missing', async () => {
  server.refuseNext({ status: 403 });
  const watch = follow();
  await watch.until(() => watch.seen.failures.length === 1);
  expect(watch.seen.failures[0]).toContain('list and watch on endpointslices.discovery.k8s.io');
});

test('shows a token that was replaced', async () => {
  token = 'old';
  server.requireToken('old');
  server.put(slice('a', '10.0.0.1'));
  const watch = follow();
  await watch.until(() => watch.addresses().length === 1);
  server.requireToken('new');
  server.dropConnections();
  await watch.until(() => watch.seen.failures.some((reason) => reason.includes('HTTP 401')));
  token = 'new';
  server.put(slice('b', '10.0.0.2'));
  await watch.until(() => watch.addresses().length === 2);
});

test('finds out that a connection has died without a word', async () => {
  server.put(slice('a', '10.0.0.1'));
  await using relay = await startTcpRelay(server.port);
  const watch = follow(relay.port, { pingIntervalMs: 100, pingTimeoutMs: 100 });
  await watch.until(() => watch.addresses().length === 1);
  relay.freeze();
  server.put(slice('b', '10.0.0.2'));
  await watch.until(() => watch.addresses().length === 2);
  expect(watch.seen.failures.join()).toContain('no pulse');
});

test('finds that out within 15 s, unless it is told otherwise', async () => {
  server.put(slice('a', '10.0.0.1'));
  await using relay = await startTcpRelay(server.port);
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] });
  try {
    const watch = follow(relay.port);
    await watch.until(() => watch.addresses().length === 1);
    server.put(slice('b', '10.0.0.2'));
    await watch.until(() => watch.addresses().length === 2);
    relay.freeze();
    let seconds = 0;
    for (; seconds < 60 && watch.seen.failures.length === 0; seconds++) {
      await vi.advanceTimersByTimeAsync(1_000);
      await new Promise(setImmediate);
    }
    expect(watch.seen.failures.join()).toContain('no pulse');
    expect(seconds).toBeLessThanOrEqual(15);
  } finally {
    vi.useRealTimers();
  }
});

test('waits as long as the server asks before it comes back', async () => {
  const clock = createVirtualClock();
  server.put(slice('a', '10.0.0.1'));
  server.refuseNext({ status: 429, retryAfterSeconds: 7 });
  const watch = follow(server.port, {}, clock);
  await watch.until(() => watch.seen.failures.length === 1);
  await clock.advance(6_999);
  expect(server.counts.lists).toBe(0);
  await clock.advance(1);
  await watch.until(() => watch.addresses().length === 1);
});

test('an outage costs no list, however long, while the server remembers', async () => {
  server.put(slice('a', '10.0.0.1'));
  const watch = follow();
  await watch.until(() => watch.addresses().length === 1);
  server.refuseNext(...[500, 503, 429, 401, 500, 503].map((status) => ({ status })));
  server.dropConnections();
  server.put(slice('b', '10.0.0.2'));
  await watch.until(() => watch.addresses().length === 2);
  expect(watch.seen).toMatchObject({ recoveries: 1 });
  expect(server.counts.lists).toBe(1);
});

test('an outage costs one list where the server has forgotten', async () => {
  server.put(slice('a', '10.0.0.1'));
  const watch = follow();
  await watch.until(() => watch.addresses().length === 1);
  server.refuseNext(...[500, 503, 500, 503].map((status) => ({ status })));
  server.dropConnections();
  server.put(slice('b', '10.0.0.2'));
  server.compact();
  await watch.until(() => watch.addresses().length === 2);
  expect(server.counts.lists).toBe(2);
});

test('says that a failure is over where nothing has changed', async () => {
  server.put(slice('a', '10.0.0.1'));
  const watch = follow();
  await watch.until(() => watch.addresses().length === 1);
  server.refuseNext({ status: 500 });
  server.dropConnections();
  await watch.until(() => watch.seen.recoveries === 1);
  expect(watch.seen.tellings).toBe(1);
});

test('does not wait for ever for a first answer', async () => {
  await using silent = await startSilentServer();
  const watch = follow(silent.port, { responseTimeoutMs: 100, pingIntervalMs: 60_000 });
  await watch.until(() => watch.seen.failures.length >= 1);
  expect(watch.seen.failures[0]).toContain('no answer within 100 ms');
});

test('tells nothing after it is stopped', async () => {
  const watch = follow();
  await watch.until(() => watch.seen.tellings === 1);
  watch.stop();
  const other = follow();
  server.put(slice('a', '10.0.0.1'));
  await other.until(() => other.addresses().length === 1);
  expect(watch.seen.tellings).toBe(1);
});

type Step = readonly [kind: string, run: (server: FakeApiServer) => void];

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 9 }))
      .map(([name, host]): Step => [
        `put ${name} ${host}`,
        (api) => api.put(slice(`s${name}`, `10.0.${name}.${host}`)),
      ]),
  },
  {
    weight: 4,
    arbitrary: fc
      .integer({ min: 0, max: 5 })
      .map((name): Step => [`remove ${name}`, (api) => api.remove(`s${name}`)]),
  },
  fc.constant<Step>(['bookmark', (api) => api.bookmark()]),
  fc.constant<Step>(['compact', (api) => api.compact()]),
  fc.constant<Step>(['end', (api) => api.endWatches()]),
  fc.constant<Step>(['expire', (api) => api.expireWatches()]),
  fc.constant<Step>(['tear', (api) => api.tearWatches()]),
  fc.constant<Step>(['drop', (api) => api.dropConnections()]),
  fc
    .constantFrom(401, 429, 500, 503, 410)
    .map((status): Step => [`refuse ${status}`, (api) => api.refuseNext({ status })]),
);

// Whatever happens on the way, in the end both agree.
test('converges to the server after any sequence of changes and faults', async () => {
  const watch = follow();
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 25 }), async (steps) => {
      for (const [, run] of steps) {
        run(server);
        // Lets sockets speak between some of the steps, so that faults fall everywhere.
        if (steps.length % 3 === 0) await new Promise(setImmediate);
      }
      const last = `10.9.9.${(round++ % 200) + 1}`;
      server.put(slice('last', last));
      await watch.until(() => watch.addresses().includes(last));
      await watch.until(() => watch.addresses().join() === addressesOf(server.slices).join());
    }),
    { numRuns: 60 },
  );
}, 60_000);
