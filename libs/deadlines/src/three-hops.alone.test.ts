// gateway -> service -> third, each with a budget of its own, over real connections. The clocks stand
// still, so that what is counted is the margins and nothing else; a second stands for a millisecond.
import { once } from 'node:events';
import { createGate } from '@ballast/testing';
import { status } from '@grpc/grpc-js';
import { afterEach, expect, test, vi } from 'vitest';
import { failureOf, request, startTier, TestClient } from '../test/tier.ts';
import { openScope, resolveAnswerMargin, runInScope } from './index.ts';

afterEach(() => vi.useRealTimers());

const freezeClocks = () => vi.useFakeTimers({ toFake: ['Date', 'performance'] });

test('time left shrinks by a margin at each hop, and to a policy that is shorter', async () => {
  freezeClocks();
  await using third = await startTier();
  using toThird = new TestClient(third.address);
  let ownTimeoutMs = Infinity;
  await using service = await startTier({
    unary: (_call, answer) => {
      const options = { deadline: Date.now() + ownTimeoutMs };
      void toThird.unary(options).then((message) => answer(null, message));
    },
  });
  using toService = new TestClient(service.address);
  const margin = resolveAnswerMargin({ maxMarginMs: 60_000 });
  using gateway = openScope({ timeoutMs: 500_000, margin });

  await runInScope(gateway, () => toService.unary());
  ownTimeoutMs = 300_000;
  await runInScope(gateway, () => toService.unary());

  // 5 % of 500 s are kept by the gateway; 100 ms, the most by default, by the service.
  expect(service.scopes.map((scope) => scope.timeLeftMs())).toEqual([475_000, 475_000]);
  expect(third.scopes.map((scope) => scope.timeLeftMs())).toEqual([474_900, 300_000]);
});

test('criticality and the retry mark reach the third', async () => {
  await using third = await startTier();
  using toThird = new TestClient(third.address);
  await using service = await startTier({
    unary: (_call, answer) => void toThird.unary().then((message) => answer(null, message)),
  });
  using toService = new TestClient(service.address);
  using gateway = openScope({ criticality: 'sheddable', isRetry: true });
  await runInScope(gateway, () => toService.unary());
  using plain = openScope();
  await runInScope(plain, () => toService.unary());
  expect(third.scopes).toMatchObject([
    { criticality: 'sheddable', isRetry: true, endsAtMs: Infinity },
    { criticality: 'default', isRetry: false, endsAtMs: Infinity },
  ]);
});

test.each(['unary', 'stream'] as const)(
  'who leaves the first ends the %s at the third, though the second does not look',
  async (kind) => {
    const reached = createGate();
    await using third = await startTier({
      unary: () => reached.open(),
      serverStream: () => reached.open(),
    });
    using toThird = new TestClient(third.address);
    const outcome = createGate<unknown>();
    await using service = await startTier({
      unary: () => {
        if (kind === 'unary') void failureOf(toThird.unary()).then(outcome.open);
        else toThird.serverStream().on('error', outcome.open).resume();
      },
    });
    using toService = new TestClient(service.address);
    using gateway = openScope();
    const failure = runInScope(gateway, () => failureOf(toService.unary()));
    await reached.opened;
    const { signal } = third.scopes[0]!;
    const ended = once(signal, 'abort');
    gateway.abort(new Error('the browser has left'));

    await ended;
    expect(signal.reason).toMatchObject({ code: status.CANCELLED, message: 'the caller has gone' });
    expect(await outcome.opened).toMatchObject({
      code: status.CANCELLED,
      details: 'the call being served is over: the caller has gone',
    });
    expect(await failure).toMatchObject({
      code: status.CANCELLED,
      details: 'the call being served is over: the browser has left',
    });
  },
);

test('a handler that does not notice can send nothing more', async () => {
  await using third = await startTier();
  using toThird = new TestClient(third.address);
  const arrived = createGate();
  const goOn = createGate();
  const outcome = createGate<unknown>();
  await using service = await startTier({
    unary: () => {
      arrived.open();
      void goOn.opened.then(() => failureOf(toThird.unary())).then(outcome.open);
    },
  });
  using client = new TestClient(service.address);
  const call = client.startUnary(() => undefined);
  await arrived.opened;
  const ended = once(service.scopes[0]!.signal, 'abort');
  call.cancel();
  await ended;
  goOn.open();
  expect(await outcome.opened).toMatchObject({
    code: status.CANCELLED,
    details: 'not sent: the call being served is over: the caller has gone',
  });
  expect(third.calls).toHaveLength(0);
});

test('a call without time left is not sent, and says so', async () => {
  freezeClocks();
  await using third = await startTier();
  using toThird = new TestClient(third.address);
  using scope = openScope({ timeoutMs: 1000 });
  vi.advanceTimersByTime(960);
  expect(await runInScope(scope, () => failureOf(toThird.unary()))).toMatchObject({
    code: status.DEADLINE_EXCEEDED,
    details:
      'not sent: 40 ms are left of the call being served, and 50 ms of its time are kept to answer it',
  });
  const stream = runInScope(scope, () => toThird.bidi());
  const failed = once(stream, 'error');
  stream.write(request);
  stream.end();
  stream.resume();
  expect(await failed).toMatchObject([{ code: status.DEADLINE_EXCEEDED }]);
  expect(third.calls).toHaveLength(0);
});

test('a call that has answered ends nothing that still runs', async () => {
  const reached = createGate();
  const goOn = createGate();
  await using third = await startTier({
    unary: (call, answer) => {
      reached.open();
      void goOn.opened.then(() => answer(null, call.request));
    },
  });
  using toThird = new TestClient(third.address);
  const outcome = createGate<unknown>();
  await using service = await startTier({
    unary: (call, answer) => {
      void toThird.unary().then(outcome.open);
      answer(null, call.request);
    },
  });
  using client = new TestClient(service.address);
  await client.unary();
  await reached.opened;
  goOn.open();
  expect(await outcome.opened).toEqual(request);
  expect(service.scopes[0]!.abortReason).toBeUndefined();
});
