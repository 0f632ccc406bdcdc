// A retry that was not worth it is not repeated by the tier above.
import { createGate, startTestServer } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { failureOf, startTier, TestClient } from '../test/tier.ts';
import { findScope } from './index.ts';

const retrying = {
  'grpc.service_config': JSON.stringify({
    loadBalancingConfig: [{ round_robin: {} }],
    methodConfig: [
      {
        name: [{}],
        retryPolicy: {
          maxAttempts: 3,
          initialBackoff: '0.001s',
          maxBackoff: '0.002s',
          backoffMultiplier: 1,
          retryableStatusCodes: ['UNAVAILABLE'],
        },
      },
    ],
  }),
};

const failWith =
  (code: grpc.status, metadata = new grpc.Metadata()): grpc.handleUnaryCall<unknown, never> =>
  (_call, answer) =>
    answer({ code, details: 'no', metadata });

test('through three tiers that retry, the last is asked as often as one tier may', async () => {
  await using third = await startTier({ unary: failWith(grpc.status.UNAVAILABLE) });
  using toThird = new TestClient(third.address, retrying);
  const passOn =
    (client: TestClient): grpc.handleUnaryCall<unknown, never> =>
    (_call, answer) =>
      void client.startUnary((error) => answer(error));
  await using second = await startTier({ unary: passOn(toThird) });
  using toSecond = new TestClient(second.address, retrying);
  await using first = await startTier({ unary: passOn(toSecond) });
  using toFirst = new TestClient(first.address, retrying);

  const failure = await failureOf(toFirst.unary());
  expect(failure.code).toBe(grpc.status.UNAVAILABLE);
  expect(failure.metadata.get('grpc-retry-pushback-ms')).toEqual(['-1']);
  expect(failure.metadata.get('x-envoy-ratelimited')).toEqual(['true']);
  expect([first, second, third].map((tier) => tier.calls.length)).toEqual([1, 1, 3]);
  // The marks that tell a repeated attempt.
  expect(third.scopes.map((scope) => scope.isRetry)).toEqual([false, true, true]);
});

test('calls made for a repeated attempt carry its mark', async () => {
  await using third = await startTier();
  using toThird = new TestClient(third.address);
  let attempts = 0;
  await using second = await startTier({
    unary: (call, answer) => {
      attempts += 1;
      if (attempts === 1) answer({ code: grpc.status.UNAVAILABLE });
      else void toThird.unary().then(() => answer(null, call.request));
    },
  });
  using toSecond = new TestClient(second.address, retrying);
  await toSecond.unary();
  expect(third.calls[0]!.metadata.get('ballast-upstream-retry')).toEqual(['1']);
});

describe('a server whose retries are spent', () => {
  const answerOf = async (code: grpc.status, trailers = new grpc.Metadata()) => {
    await using server = await startTier({
      unary: (_call, answer) => {
        findScope()!.retriesSpent = true;
        answer({ code, details: 'no', metadata: trailers });
      },
    });
    using client = new TestClient(server.address);
    return (await failureOf(client.unary())).metadata.get('grpc-retry-pushback-ms');
  };

  test.each([
    ['UNAVAILABLE', ['-1']],
    ['DEADLINE_EXCEEDED', ['-1']],
    ['RESOURCE_EXHAUSTED', ['-1']],
    ['NOT_FOUND', []],
    ['INTERNAL', []],
  ] as const)('that fails with %s says %j', async (code, pushback) => {
    expect(await answerOf(grpc.status[code])).toEqual(pushback);
  });

  test('says so over a delay of its handler, whose trailers stay as they were', async () => {
    const trailers = new grpc.Metadata();
    trailers.set('grpc-retry-pushback-ms', '10');
    expect(await answerOf(grpc.status.UNAVAILABLE, trailers)).toEqual(['-1']);
    expect(trailers.get('grpc-retry-pushback-ms')).toEqual(['10']);
  });
});

test.each([
  ['-1', true],
  ['soon', true],
  ['20', false],
  [undefined, false],
])('a server below that says pushback %s leaves the mark %s', async (pushback, isSpent) => {
  const metadata = new grpc.Metadata();
  if (pushback !== undefined) metadata.set('grpc-retry-pushback-ms', pushback);
  await using below = await startTestServer({
    handlers: { unary: failWith(grpc.status.UNAVAILABLE, metadata) },
  });
  using toBelow = new TestClient(below.address);
  const mark = createGate<boolean>();
  await using server = await startTier({
    unary: (call, answer) => {
      void failureOf(toBelow.unary()).then(() => {
        mark.open(findScope()!.retriesSpent);
        answer(null, call.request);
      });
    },
  });
  using client = new TestClient(server.address);
  await client.unary();
  expect(await mark.opened).toBe(isSpent);
});
