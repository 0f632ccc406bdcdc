// Whatever way a handler takes to its next call, the call knows what it serves.
import { EventEmitter, once } from 'node:events';
import { stat } from 'node:fs';
import { get } from 'node:http';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGate, startTcpServer } from '@ballast/testing';
import { Metadata, type ServiceError } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { request, startTier, TestClient } from '../test/tier.ts';
import { bindScope, findScope, openScope, runInScope } from './index.ts';

type Way = (call: () => Promise<unknown>) => unknown;

const after = (start: (done: () => void) => unknown): Way => {
  return (call) => new Promise((resolve, reject) => start(() => void call().then(resolve, reject)));
};

async function* callTwice(call: () => Promise<unknown>): AsyncGenerator<unknown> {
  yield await call();
  yield call();
}

const ways: Record<string, Way> = {
  'an await': async (call) => {
    await Promise.resolve();
    await call();
  },
  setTimeout: after((done) => setTimeout(done, 1)),
  setImmediate: after((done) => setImmediate(done)),
  setInterval: after((done) => {
    const timer = setInterval(() => (clearInterval(timer), done()), 1);
  }),
  nextTick: after((done) => process.nextTick(done)),
  queueMicrotask: after((done) => queueMicrotask(done)),
  'a callback of the file system': after((done) => stat(import.meta.filename, done)),
  'an abort listener': after((done) => AbortSignal.timeout(1).addEventListener('abort', done)),
  'an async generator': async (call) => {
    await Array.fromAsync(callTwice(call));
  },
  'a Readable that asks as it is read': async (call) => {
    await Array.fromAsync(Readable.from(callTwice(call)));
  },
  'a Transform and a Writable': async (call) => {
    const transform = new Transform({
      objectMode: true,
      transform: (chunk, _encoding, done) => void call().then(() => done(null, chunk)),
    });
    const sink = new Writable({
      objectMode: true,
      write: (_chunk, _encoding, done) => void call().then(() => done()),
    });
    await pipeline(Readable.from([1, 2, 3]), transform, sink);
  },
  'a listener of its own emitter': after((done) => {
    const emitter = new EventEmitter();
    emitter.once('event', done);
    setImmediate(() => emitter.emit('event'));
  }),
  'an HTTP response': async (call) => {
    await using server = await startTcpServer((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
    );
    await after((done) => get({ port: server.port }, (answer) => answer.resume().on('end', done)))(
      call,
    );
  },
};

test.each(Object.keys(ways))('%s', async (name) => {
  await using third = await startTier();
  using toThird = new TestClient(third.address);
  await using service = await startTier({
    unary: (call, answer) => {
      const call2 = () => toThird.unary();
      void Promise.resolve(ways[name]!(call2)).then(() => answer(null, call.request));
    },
  });
  using client = new TestClient(service.address);
  using gateway = openScope({ criticality: 'critical', timeoutMs: 50_000 });
  await runInScope(gateway, () => client.unary());
  expect(third.calls.length).toBeGreaterThan(0);
  for (const scope of third.scopes) {
    expect(scope.criticality).toBe('critical');
    expect(scope.endsAtMs).toBeLessThan(Infinity);
  }
});

test('a listener runs in the scope of whoever emits, and in its own when it is bound', () => {
  const emitter = new EventEmitter();
  const seen: Record<string, unknown> = {};
  using listening = openScope();
  using emitting = openScope();
  runInScope(listening, () => {
    emitter.on('event', () => (seen['free'] = findScope()));
    emitter.on(
      'event',
      bindScope(() => (seen['bound'] = findScope())),
    );
  });
  runInScope(emitting, () => emitter.emit('event'));
  expect(seen['free']).toBe(emitting);
  expect(seen['bound']).toBe(listening);
});

test('a bound function keeps its arguments, its receiver and its result', () => {
  const counter = {
    count: 1,
    add: bindScope(function (this: { count: number }, by: number) {
      return this.count + by;
    }),
  };
  expect(counter.add(2)).toBe(3);
});

test('callbacks of calls that wait for one connection run each in its own scope', async () => {
  await using third = await startTier();
  using client = new TestClient(third.address);
  using first = openScope({ criticality: 'critical' });
  using second = openScope({ criticality: 'sheddable' });
  const seenIn = (scope: typeof first | undefined) => {
    const seen = createGate<unknown[]>();
    runInScope(scope, () => {
      const scopes: unknown[] = [];
      const call = client.startUnary(() => {
        scopes.push(findScope());
        seen.open(scopes);
      });
      call.on('metadata', () => scopes.push(findScope()));
    });
    return seen.opened;
  };
  // The connection is asked for by the first, and all three go out when it is there.
  expect(await Promise.all([seenIn(first), seenIn(second), seenIn(undefined)])).toEqual([
    [first, first],
    [second, second],
    [undefined, undefined],
  ]);
});

test('listeners of the stream of a call run in its scope', async () => {
  await using third = await startTier();
  using client = new TestClient(third.address);
  using scope = openScope();
  using other = openScope();
  const warmUp = runInScope(other, () => client.unary());
  const seen = new Map<string, unknown>();
  const over = createGate();
  runInScope(scope, () => {
    const stream = client.bidi();
    for (const event of ['metadata', 'data', 'end', 'status']) {
      stream.on(event, () => seen.set(event, findScope()));
    }
    stream.write(request, () => seen.set('written', findScope()));
    stream.on('status', () => over.open());
    stream.end();
  });
  await Promise.all([warmUp, over.opened]);
  expect([...seen.keys()].sort()).toEqual(['data', 'end', 'metadata', 'status', 'written']);
  const scopes = new Set(seen.values());
  expect([scopes.size, scopes.has(scope)]).toEqual([1, true]);
});

test('the call outside a scope is left as it is', async () => {
  await using third = await startTier();
  using client = new TestClient(third.address);
  const metadata = new Metadata();
  metadata.set('ballast-criticality', 'sheddable');
  await client.unary({ deadline: Date.now() + 50_000 }, metadata);
  expect(third.scopes).toMatchObject([{ criticality: 'sheddable', isRetry: false }]);
  const failed = once(
    client.startUnary(() => undefined, { deadline: 1 }),
    'status',
  );
  expect(await failed).toMatchObject([{ code: 4 }] satisfies Partial<ServiceError>[]);
});
