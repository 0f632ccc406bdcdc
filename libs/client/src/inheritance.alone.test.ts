// What a call takes from the call being served.
import { findScope, openScope, runInScope } from '@ballast/deadlines';
import { Code } from '@ballast/status';
import { createGate, startTestServer } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { collect, connect, failureOf } from '../test/connect.ts';

const request = { text: 'hello', count: 1 };

/** Notes the deadlines that calls are given. */
function createDeadlineNotes() {
  const leftMs: number[] = [];
  const interceptor: grpc.Interceptor = (options, nextCall) => {
    leftMs.push(Number(options.deadline) - Date.now());
    return new grpc.InterceptingCall(nextCall(options));
  };
  return { leftMs, interceptors: [interceptor] };
}

describe('with clocks that stand still', () => {
  afterEach(() => vi.useRealTimers());
  const freeze = () => vi.useFakeTimers({ toFake: ['Date', 'performance'] });

  test('the deadline is the sooner of its own and what is left, less the margin', async () => {
    freeze();
    await using server = await startTestServer();
    const { leftMs, interceptors } = createDeadlineNotes();
    using client = connect(server.address, { interceptors });
    using scope = openScope({ timeoutMs: 8000 });
    await runInScope(scope, async () => {
      await client.unary(request);
      await client.unary(request, { timeoutMs: 3000 });
      await client.unary(request, { timeoutMs: Infinity });
      await collect(client.serverStream(request));
      vi.advanceTimersByTime(2000);
      await client.unary(request);
    });
    await client.unary(request);
    await collect(client.serverStream(request));
    expect(leftMs).toEqual([7900, 3000, 7900, 7900, 5900, 10_000, Infinity]);
  });

  test('no time left is DEADLINE_EXCEEDED at once, and nothing is sent', async () => {
    freeze();
    await using server = await startTestServer();
    using client = connect(server.address);
    using scope = openScope({ timeoutMs: 1000 });
    vi.advanceTimersByTime(960);
    expect(await runInScope(scope, () => failureOf(client.unary(request)))).toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
      message: expect.stringMatching(/^not sent: 40 ms are left of the call being served/),
    });
    expect(server.calls).toHaveLength(0);
  });
});

describe('when the served call ends', () => {
  const handlers = (called: { open(): void }, cancelled: { open(): void }) => {
    const hang = (call: grpc.ServerUnaryCall<never, never>) => {
      call.on('cancelled', () => cancelled.open());
      called.open();
    };
    return { unary: hang, serverStream: hang, clientStream: hang, bidi: hang } as object;
  };

  test.each(['unary', 'serverStream', 'clientStream', 'bidi'] as const)(
    'a %s is cancelled, and says why',
    async (kind) => {
      const called = createGate();
      const cancelled = createGate();
      await using server = await startTestServer({ handlers: handlers(called, cancelled) });
      using client = connect(server.address);
      using scope = openScope();
      const calls = {
        unary: () => client.unary(request),
        serverStream: () => collect(client.serverStream(request)),
        clientStream: () => client.clientStream([request]),
        bidi: () => collect(client.bidi([request])),
      };
      const failure = runInScope(scope, () => failureOf(calls[kind]()));
      await called.opened;
      const reason = new Error('the browser has left');
      scope.abort(reason);
      expect(await failure).toMatchObject({
        code: Code.CANCELLED,
        message: 'the call being served is over: the browser has left',
        cause: reason,
      });
      await cancelled.opened;
    },
  );

  test('no other call is sent', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    using scope = openScope({ signal: AbortSignal.abort() });
    expect(await runInScope(scope, () => failureOf(client.unary(request)))).toMatchObject({
      code: Code.CANCELLED,
      message: expect.stringMatching(/^not sent: the call being served is over/),
    });
    expect(server.calls).toHaveLength(0);
  });

  test('its own signal works beside, and calls that are over are let go', async () => {
    await using server = await startTestServer({ handlers: { unary: () => undefined } });
    using client = connect(server.address);
    using scope = openScope();
    const follow = vi.spyOn(scope, 'follow');
    const unfollow = vi.spyOn(scope, 'unfollow');
    const signal = AbortSignal.timeout(1);
    expect(
      await runInScope(scope, () => failureOf(client.unary(request, { signal }))),
    ).toMatchObject({ code: Code.CANCELLED, message: 'the caller aborted the call' });
    expect(unfollow.mock.calls).toEqual(follow.mock.calls);
    expect(follow).toHaveBeenCalledTimes(1);
  });
});

describe('headers', () => {
  const method = 'ballast.testing.v1.TestService';
  const policyOf = (criticality: 'critical' | 'sheddable') => ({
    ballast: { methodConfig: [{ name: [{ service: method }], criticality }] },
  });
  const sentBy = async (
    options: Parameters<typeof connect>[1],
    call: (client: ReturnType<typeof connect>) => Promise<unknown>,
  ) => {
    await using server = await startTestServer();
    using client = connect(server.address, options);
    await call(client);
    const { metadata } = server.calls[0]!;
    return [metadata.get('ballast-criticality')[0], metadata.get('ballast-upstream-retry')[0]];
  };

  test('are none where there is nothing to say', async () => {
    using scope = openScope();
    expect(await sentBy({}, (client) => runInScope(scope, () => client.unary(request)))).toEqual([
      undefined,
      undefined,
    ]);
    expect(await sentBy({}, (client) => client.unary(request))).toEqual([undefined, undefined]);
  });

  test('are those of the served call', async () => {
    using scope = openScope({ criticality: 'sheddable', isRetry: true });
    expect(
      await sentBy({}, (client) => runInScope(scope, () => collect(client.bidi([request])))),
    ).toEqual(['sheddable', '1']);
  });

  test.each([
    ['default', 'critical'],
    ['sheddable', 'sheddable'],
  ] as const)(
    'say of a served call that is %s, under a policy of critical, %s',
    async (served, told) => {
      using scope = openScope({ criticality: served });
      expect(
        await sentBy({ policy: policyOf('critical') }, (client) =>
          runInScope(scope, () => client.unary(request)),
        ),
      ).toEqual([told, undefined]);
    },
  );

  test('say what the call is told, over all', async () => {
    using scope = openScope({ criticality: 'critical' });
    expect(
      await sentBy({ policy: policyOf('critical') }, (client) =>
        runInScope(scope, () => client.unary(request, { criticality: 'sheddable' })),
      ),
    ).toEqual(['sheddable', undefined]);
    expect(
      await sentBy({}, (client) => client.unary(request, { criticality: 'critical' })),
    ).toEqual(['critical', undefined]);
  });
});

describe('the scope of callbacks', () => {
  test('is that of their call, though the connection was asked for in another', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    using first = openScope();
    using second = openScope();
    const seen: unknown[] = [];
    const note = (): void => void seen.push(findScope() === second);
    await Promise.all([
      runInScope(first, () => client.unary(request)),
      runInScope(second, () => client.unary(request, { onHeaders: note, onTrailers: note })),
    ]);
    expect(seen).toEqual([true, true]);
  });

  test('of a stream is that of who asked for it, whoever reads it', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    using scope = openScope({ criticality: 'critical' });
    const seen: unknown[] = [];
    async function* requests() {
      try {
        seen.push(findScope());
        yield request;
        seen.push(findScope());
        yield request;
      } finally {
        seen.push(findScope());
      }
    }
    const stream = runInScope(scope, () => client.bidi(requests()));
    expect(await collect(stream)).toHaveLength(2);
    expect(server.calls[0]!.metadata.get('ballast-criticality')).toEqual(['critical']);
    expect(seen.map((one) => one === scope)).toEqual([true, true, true]);
  });

  test('of requests that are stopped early is theirs, too', async () => {
    await using server = await startTestServer({
      handlers: { clientStream: (_call, answer) => answer({ code: grpc.status.ABORTED }) },
    });
    using client = connect(server.address);
    using scope = openScope();
    const left = createGate<unknown>();
    async function* requests() {
      try {
        for (;;) yield request;
      } finally {
        left.open(findScope());
      }
    }
    // The connection that both wait for is asked for in another scope.
    using other = openScope();
    await Promise.all([
      runInScope(other, () => client.unary(request)),
      runInScope(scope, () => failureOf(client.clientStream(requests()))),
    ]);
    expect((await left.opened) === scope).toBe(true);
  });
});

describe('retries that were spent mark the served call', () => {
  const idempotentMethods = ['/ballast.testing.v1.TestService/Unary'];
  const policy = {
    methodConfig: [
      {
        name: [{}],
        retryPolicy: {
          maxAttempts: 2,
          initialBackoff: '0.001s',
          maxBackoff: '0.001s',
          backoffMultiplier: 1,
          retryableStatusCodes: ['UNAVAILABLE'],
        },
      },
    ],
  };

  test.each([
    ['UNAVAILABLE', true, policy],
    ['NOT_FOUND', false, policy],
    ['UNAVAILABLE', false, {}],
  ] as const)('%s: %s', async (code, isSpent, policyOfClient) => {
    await using server = await startTestServer({
      handlers: { unary: (_call, answer) => answer({ code: grpc.status[code] }) },
    });
    using client = connect(server.address, { policy: policyOfClient, idempotentMethods });
    using scope = openScope();
    await runInScope(scope, () => failureOf(client.unary(request)));
    expect(scope.retriesSpent).toBe(isSpent);
  });

  test('and so do retries that were refused', async () => {
    await using server = await startTestServer({
      handlers: { unary: (_call, answer) => answer({ code: grpc.status.UNAVAILABLE }) },
    });
    // The first failure takes the only token.
    const throttled = { ...policy, retryThrottling: { maxTokens: 1, tokenRatio: 0.1 } };
    using client = connect(server.address, { policy: throttled, idempotentMethods });
    using scope = openScope();
    await runInScope(scope, () => failureOf(client.unary(request)));
    expect([server.calls.length, scope.retriesSpent]).toEqual([1, true]);
  });

  test('not where a later attempt succeeds', async () => {
    let attempts = 0;
    await using server = await startTestServer({
      handlers: {
        unary: (call, answer) => {
          attempts += 1;
          if (attempts === 1) answer({ code: grpc.status.UNAVAILABLE });
          else answer(null, call.request);
        },
      },
    });
    using client = connect(server.address, { policy, idempotentMethods });
    using scope = openScope();
    await runInScope(scope, () => client.unary(request));
    expect([attempts, scope.retriesSpent]).toEqual([2, false]);
  });
});
