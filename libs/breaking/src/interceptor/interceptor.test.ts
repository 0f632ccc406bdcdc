import { createGate, testServiceDefinition, waitUntil } from '@ballast/testing';
import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { connect } from '../../test/connect.ts';
import { createFallback } from '../index.ts';
import type { TestHandlers } from '@ballast/testing';

const kinds = ['unary', 'serverStream', 'clientStream', 'bidi'] as const;

/** Handlers that fail every call before any answer. */
function failWith(code: status): TestHandlers {
  const error = { code, details: 'as the test wants it' };
  return {
    unary: (_call, answer) => answer(error),
    clientStream: (_call, answer) => answer(error),
    serverStream: (call) => void call.emit('error', error),
    bidi: (call) => void call.emit('error', error),
  };
}

describe.each(kinds)('a %s call under guards', (kind) => {
  const { path } = testServiceDefinition[kind];

  test('reaches the server and is counted once', async () => {
    await using under = await connect({});
    const ended = await under.calls[kind]();
    expect(ended.code).toBe(status.OK);
    expect(under.guards.find(path)!.snapshot()).toMatchObject({ total: 1, failed: 0 });
    expect(under.guards.bulkhead.inFlight).toBe(0);
  });

  test('is not made when its breaker is open, and ends with UNAVAILABLE that says so', async () => {
    await using under = await connect(failWith(status.INTERNAL));
    for (let i = 0; i < 20; i++) await under.calls[kind]();
    const ended = await under.calls[kind]();
    expect(ended.code).toBe(status.UNAVAILABLE);
    expect(ended.details).toMatch(
      new RegExp(`^breaker for ${path} is open until .*: 20 of 20 calls failed$`),
    );
    expect(under.server.calls).toHaveLength(20);
  });

  test('opens nothing with an answer that nobody wanted', async () => {
    await using under = await connect(failWith(status.FAILED_PRECONDITION));
    for (let i = 0; i < 30; i++) await under.calls[kind]();
    expect(under.guards.find(path)!.snapshot()).toMatchObject({ state: 'closed', total: 30 });
  });
});

test.each(['unary', 'clientStream'] as const)(
  'a %s waits for room in the bulkhead, and then goes as it was',
  async (kind) => {
    const gate = createGate();
    await using under = await connect(
      { unary: (call, answer) => void gate.opened.then(() => answer(null, call.request)) },
      { bulkhead: { maxConcurrent: 1, queueTimeoutMs: 60_000 } },
    );
    const first = under.calls.unary();
    const second = under.calls[kind]();
    expect(under.guards.bulkhead.snapshot()).toMatchObject({ inFlight: 1, waiting: 1 });
    gate.open();
    expect((await first).code).toBe(status.OK);
    expect((await second).code).toBe(status.OK);
    expect(under.guards.bulkhead.snapshot()).toMatchObject({ inFlight: 0, waiting: 0 });
  },
);

test.each(['serverStream', 'bidi'] as const)(
  'a %s that breaks after its first message is a success, and frees its room before',
  async (kind) => {
    const gate = createGate();
    const breakLater = (call: { write(m: unknown): void; emit(n: string, e: unknown): void }) => {
      call.write({ text: 'first', count: 0 });
      void gate.opened.then(() => call.emit('error', { code: status.UNAVAILABLE }));
    };
    await using under = await connect({ serverStream: breakLater, bidi: breakLater });
    const received = createGate();
    const ended = under.calls[kind](() => received.open());
    await received.opened;
    expect(under.guards.bulkhead.inFlight).toBe(0);
    gate.open();
    expect((await ended).code).toBe(status.UNAVAILABLE);
    const { path } = testServiceDefinition[kind];
    expect(under.guards.find(path)!.snapshot()).toMatchObject({ total: 1, failed: 0 });
  },
);

test('a call that waits in line does not outlive its deadline', async () => {
  const gate = createGate();
  await using under = await connect(
    { unary: (call, answer) => void gate.opened.then(() => answer(null, call.request)) },
    { bulkhead: { maxConcurrent: 1, queueTimeoutMs: 60_000 } },
  );
  const first = under.calls.unary();
  const ended = await under.calls.unary({ deadline: Date.now() + 20 });
  expect(ended.code).toBe(status.UNAVAILABLE);
  expect(ended.details).toMatch(/^bulkhead for testing is full: 1 calls on their way/);
  gate.open();
  await first;
  expect(under.server.calls).toHaveLength(1);
});

test('a caller who leaves the line is told CANCELLED, and its call is never made', async () => {
  const gate = createGate();
  await using under = await connect(
    { unary: (call, answer) => void gate.opened.then(() => answer(null, call.request)) },
    { bulkhead: { maxConcurrent: 1, queueTimeoutMs: 60_000 } },
  );
  const first = under.calls.unary();
  const { unary } = testServiceDefinition;
  const request = { text: 'x', count: 1 };
  const left = new Promise<status>((resolve) => {
    const { path, requestSerialize, responseDeserialize } = unary;
    under.client
      .makeUnaryRequest(path, requestSerialize, responseDeserialize, request, () => {})
      .on('status', ({ code }: { code: status }) => resolve(code))
      .cancel();
  });
  expect(under.guards.bulkhead.waiting).toBe(0);
  expect(await left).toBe(status.CANCELLED);
  gate.open();
  await first;
  expect(under.server.calls).toHaveLength(1);
});

test('a call that its caller cancels on its way is not counted, and gives back its room', async () => {
  await using under = await connect({ unary: () => {} });
  const { path, requestSerialize, responseDeserialize } = testServiceDefinition.unary;
  const request = { text: 'x', count: 1 };
  const call = under.client.makeUnaryRequest(
    path,
    requestSerialize,
    responseDeserialize,
    request,
    () => {},
  );
  await waitUntil(() => under.server.calls.length === 1, { what: 'the call at the server' });
  call.cancel();
  await waitUntil(() => under.guards.bulkhead.inFlight === 0, { what: 'the end of the call' });
  expect(under.guards.find(path)!.snapshot().total).toBe(0);
});

test('a call on a closed client throws, and holds no room', async () => {
  await using under = await connect({});
  under.client.close();
  await expect(under.calls.unary()).rejects.toThrow('Channel has been shut down');
  expect(under.guards.bulkhead.inFlight).toBe(0);
});

test('a call that waits while its client is closed ends with UNAVAILABLE', async () => {
  await using under = await connect(
    { unary: () => {} },
    { bulkhead: { maxConcurrent: 1, queueTimeoutMs: 60_000 } },
  );
  const first = under.calls.unary();
  const second = under.calls.unary();
  await waitUntil(() => under.server.calls.length === 1, { what: 'the call at the server' });
  under.client.close();
  under.server.kill();
  await first;
  expect(await second).toMatchObject({
    code: status.UNAVAILABLE,
    details: 'Channel has been shut down',
  });
  expect(under.guards.bulkhead.inFlight).toBe(0);
});

test('a fallback knows a refused call of grpc-js by its error', async () => {
  await using under = await connect({});
  const { unary } = testServiceDefinition;
  const guard = under.guards.forMethod(unary);
  guard.isolate('by hand');
  const call = () =>
    new Promise<string>((resolve, reject) => {
      const { path, requestSerialize, responseDeserialize } = unary;
      under.client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        { text: 'x', count: 1 },
        (error, answer) => (error === null ? resolve(answer!.text) : reject(error)),
      );
    });
  const stale = createFallback((cause) => cause.kind);
  expect(await stale.run(call)).toBe('refused');
  guard.release();
  expect(await stale.run(call)).toBe('x');
});

test('a breaker that was open lets calls through again once the server is back', async () => {
  let isBroken = true;
  await using under = await connect(
    {
      unary: (call, answer) =>
        isBroken ? answer({ code: status.INTERNAL }) : answer(null, call.request),
    },
    { findBreaker: () => ({ openDurationMs: 60_000, maxOpenDurationMs: 60_000 }) },
  );
  for (let i = 0; i < 20; i++) await under.calls.unary();
  isBroken = false;
  expect((await under.calls.unary()).code).toBe(status.UNAVAILABLE);
  under.guards.healthy();
  for (let i = 0; i < 5; i++) expect((await under.calls.unary()).code).toBe(status.OK);
  expect(under.guards.snapshot()).toMatchObject({
    name: 'testing',
    breakers: [{ state: 'closed', timesOpened: 1 }],
  });
});
