// What stands between a call and its dependency, assembled: breaker, bulkhead, retry budget.
import { openScope, runInScope } from '@ballast/deadlines';
import { processState } from '@ballast/state';
import { Code, isStatusError } from '@ballast/status';
import { createGate, startRestartableServer, startTestServer, waitUntil } from '@ballast/testing';
import { Metadata, status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { collect, connect, failureOf } from '../test/connect.ts';

const request = { text: 'hello', count: 1 };
const service = 'ballast.testing.v1.TestService';
const name = [{ service }];
const unaryPath = `/${service}/Unary`;
const unavailable = { code: status.UNAVAILABLE };
const retryPolicy = {
  ...{ maxAttempts: 5, initialBackoff: '0.001s', maxBackoff: '0.001s', backoffMultiplier: 1 },
  retryableStatusCodes: ['UNAVAILABLE'],
};

const ownState = (address: string) => {
  const state = processState.read();
  const own = ({ target }: { target: string }) => target.includes(address);
  return {
    breakers: state.breakers.filter(own),
    bulkheads: state.bulkheads.filter(own),
    budgets: state.retryBudgets.filter(own),
    channels: state.channels.filter(own),
  };
};

describe('a breaker', () => {
  const policy = { ballast: { methodConfig: [{ name, breaker: { minCalls: 5 } }] } };
  const failing = { handlers: { unary: (_: unknown, answer: Answer) => answer(unavailable) } };
  type Answer = (error: { code: status }) => void;

  test('opens after the failures that the policy asks for, and refuses without a request', async () => {
    const changes: string[] = [];
    await using server = await startTestServer(failing);
    const onBreakerChange = ({ to }: { to: string }) => void changes.push(to);
    using client = connect(server.address, { policy, onBreakerChange });
    for (let i = 0; i < 5; i += 1) await failureOf(client.unary(request));
    const error = await failureOf(client.unary(request));
    expect(error).toMatchObject({ code: Code.UNAVAILABLE, reason: 'BREAKER_OPEN' });
    expect(isStatusError(error) && error.message).toContain(`breaker for ${unaryPath} is open`);
    expect(server.calls).toHaveLength(5);
    expect(changes).toEqual(['open']);
    const { breakers } = ownState(server.address);
    expect(breakers.find(({ method }) => method === unaryPath)).toMatchObject({
      phase: 'open',
    });
    expect(breakers.filter(({ phase }) => phase === 'closed')).toHaveLength(3);
  });

  test('does not open for what is the caller’s own doing', async () => {
    await using server = await startTestServer({
      handlers: { unary: (_, answer) => answer({ code: status.NOT_FOUND }) },
    });
    using client = connect(server.address, { policy });
    for (let i = 0; i < 30; i += 1) await failureOf(client.unary(request));
    expect(server.calls).toHaveLength(30);
  });

  test('of one method leaves the others alone', async () => {
    await using server = await startTestServer(failing);
    using client = connect(server.address, { policy });
    for (let i = 0; i < 6; i += 1) await failureOf(client.unary(request));
    expect(await collect(client.bidi([request]))).toEqual([request]);
  });

  test('is opened and closed by an operator’s hand', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const target = `static:///${server.address}`;
    expect(processState.isolate(target, unaryPath)).toBe(1);
    expect(await failureOf(client.unary(request))).toMatchObject({ reason: 'BREAKER_ISOLATED' });
    expect(processState.release(target, unaryPath)).toBe(1);
    expect(await client.unary(request)).toEqual(request);
  });

  test('opened because nobody was there, it tries as soon as somebody is', async () => {
    await using server = await startRestartableServer();
    server.kill();
    const lasting = { minCalls: 5, openDuration: '3600s', maxOpenDuration: '3600s' };
    using client = connect(server.address, {
      policy: { ballast: { methodConfig: [{ name, breaker: lasting }] } },
      ...{ initialBackoffMs: 10, maxBackoffMs: 10 },
    });
    for (let i = 0; i < 6; i += 1) await failureOf(client.unary(request));
    expect(await failureOf(client.unary(request))).toMatchObject({ reason: 'BREAKER_OPEN' });
    await server.restart();
    const isDue = () =>
      ownState(server.address).breakers.some((one) => one.phase === 'open' && one.opensForMs === 0);
    await waitUntil(isDue, { what: 'the breaker may try' });
    expect(await client.unary(request)).toEqual(request);
  });
});

describe('a bulkhead', () => {
  const bulkhead = { maxConcurrent: 2, maxQueue: 2, queueTimeout: '60s' };

  async function startHolding() {
    const mayAnswer = createGate();
    const server = await startTestServer({
      handlers: {
        unary: (call, answer) => void mayAnswer.opened.then(() => answer(null, call.request)),
      },
    });
    return { server, mayAnswer, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  }

  test('lets calls wait for room, and refuses those for which there is none', async () => {
    await using holding = await startHolding();
    const { server, mayAnswer } = holding;
    using client = connect(server.address, { policy: { ballast: { bulkhead } } });
    const calls = Array.from({ length: 4 }, () => client.unary(request));
    expect(await failureOf(client.unary(request))).toMatchObject({ reason: 'BULKHEAD_FULL' });
    expect(ownState(server.address).bulkheads).toMatchObject([
      { callsInFlight: 2, callsWaiting: 2, maxConcurrent: 2 },
    ]);
    mayAnswer.open();
    expect(await Promise.all(calls)).toEqual([request, request, request, request]);
    expect(server.calls).toHaveLength(4);
  });

  test('keeps the order of what a waiting stream was given', async () => {
    await using holding = await startHolding();
    const { server, mayAnswer } = holding;
    using client = connect(server.address, { policy: { ballast: { bulkhead } } });
    const calls = [client.unary(request), client.unary(request)];
    const answer = client.clientStream(['a', 'b', 'c'].map((text) => ({ text, count: 1 })));
    expect(ownState(server.address).bulkheads).toMatchObject([{ callsWaiting: 1 }]);
    mayAnswer.open();
    expect(await answer).toEqual({ text: 'abc', count: 3 });
    await Promise.all(calls);
  });

  test('has no place for watchers: they may have nothing to be told for hours', async () => {
    await using holding = await startHolding();
    const { server, mayAnswer } = holding;
    using client = connect(server.address, { policy: { ballast: { bulkhead } } });
    const calls = [client.unary(request), client.unary(request)];
    expect(await collect(client.bidi([request]))).toEqual([request]);
    mayAnswer.open();
    await Promise.all(calls);
  });

  test('a call that is aborted while it waits leaves its place and is not made', async () => {
    await using holding = await startHolding();
    const { server, mayAnswer } = holding;
    using client = connect(server.address, { policy: { ballast: { bulkhead } } });
    const calls = [client.unary(request), client.unary(request)];
    const leaving = new AbortController();
    const waiting = client.unary(request, { signal: leaving.signal });
    leaving.abort(new Error('enough'));
    expect(await failureOf(waiting)).toMatchObject({ code: Code.CANCELLED });
    expect(ownState(server.address).bulkheads).toMatchObject([{ callsWaiting: 0 }]);
    mayAnswer.open();
    await Promise.all(calls);
    expect(server.calls).toHaveLength(2);
  });
});

describe('a call with little time', () => {
  const policy = { ballast: { methodConfig: [{ name, breaker: { minCalls: 5 } }] } };

  test('is not sent when there is none left', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const error = await failureOf(client.unary(request, { timeoutMs: 0 }));
    expect(error).toMatchObject({ code: Code.DEADLINE_EXCEEDED });
    expect(server.calls).toHaveLength(0);
  });

  test('says nothing of its dependency when it runs out', async () => {
    await using server = await startTestServer({ handlers: { unary: () => undefined } });
    using client = connect(server.address, { policy });
    for (let i = 0; i < 10; i += 1) await failureOf(client.unary(request, { timeoutMs: 5 }));
    const { breakers } = ownState(server.address);
    expect(breakers.every(({ phase }) => phase === 'closed')).toBe(true);
  });

  test('that is refused tells the tier above not to repeat it', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    processState.isolate(`static:///${server.address}`, unaryPath);
    using scope = openScope();
    await runInScope(scope, () => failureOf(client.unary(request)));
    expect(scope.retriesSpent).toBe(true);
  });
});

describe('repeats', () => {
  async function countAttempts(options: object, calls: number, metadata?: Record<string, string>) {
    await using server = await startTestServer({
      handlers: { unary: (_, answer) => answer(unavailable) },
    });
    const never = { minCalls: 1_000_000 };
    using client = connect(server.address, {
      policy: {
        methodConfig: [{ name, retryPolicy }],
        ballast: {
          retryBudget: { minRetriesPerSecond: 0.5 },
          methodConfig: [{ name, breaker: never }],
        },
      },
      ...options,
    });
    for (let i = 0; i < calls; i += 1) {
      const headers = new Metadata();
      for (const [key, value] of Object.entries(metadata ?? {})) headers.set(key, value);
      await failureOf(client.unary(request, { metadata: headers }));
    }
    return server.calls.length;
  }

  test('are within the budget where everything fails', async () => {
    const attempts = await countAttempts({ idempotentMethods: [unaryPath] }, 200);
    expect(attempts).toBeGreaterThan(200);
    expect(attempts).toBeLessThanOrEqual(220);
  });

  test('are not made of a method that may not be repeated', async () => {
    expect(await countAttempts({}, 20)).toBe(20);
  });

  test('are not made of a call that is part of a repeat further up', async () => {
    const options = { idempotentMethods: [unaryPath] };
    expect(await countAttempts(options, 20, { 'ballast-upstream-retry': '1' })).toBe(20);
  });
});
