// A calls B, which calls C for each call it serves. C always fails.
import * as grpc from '@grpc/grpc-js';
import { startTestServer, type TestMessage } from '@ballast/testing';
import { expect, test } from 'vitest';
import {
  callUnary,
  connect,
  failing,
  retryAll,
  type SteeredClient,
  unaryPath,
} from '../test/steered-client.ts';
import type { SteeringOptions } from './index.ts';

const CALLS = 200;
const REPEATS = CALLS / 10;
const frozen = { nowMs: () => 5000, random: Math.random };

/** The two headers by which tiers keep from repeating each other's repeats. */
function relayTo(next: SteeredClient) {
  return async (
    call: grpc.ServerUnaryCall<TestMessage, TestMessage>,
    answer: grpc.sendUnaryData<TestMessage>,
  ): Promise<void> => {
    const metadata = new grpc.Metadata();
    const isRepeat =
      call.metadata.get('grpc-previous-rpc-attempts').length > 0 ||
      call.metadata.get('ballast-upstream-retry').length > 0;
    if (isRepeat) metadata.set('ballast-upstream-retry', '1');
    const { code, details } = await callUnary(next.client, { metadata });
    const trailers = new grpc.Metadata();
    if (next.steering.wasSpent(unaryPath, code)) trailers.set('grpc-retry-pushback-ms', '-1');
    answer({ code, details, metadata: trailers });
  };
}

async function countAttempts(options: SteeringOptions, code: grpc.status, concurrency: number) {
  await using c = await startTestServer({ handlers: { unary: failing(code) } });
  using fromB = connect([c.port], options, { world: frozen });
  const relay = relayTo(fromB);
  await using b = await startTestServer({
    handlers: { unary: (call, answer) => void relay(call, answer) },
  });
  using fromA = connect([b.port], options, { world: frozen });
  for (let i = 0; i < CALLS; i += concurrency) {
    await Promise.all(Array.from({ length: concurrency }, () => fromA.call()));
  }
  return { b: b.calls.length, c: c.calls.length };
}

test('when the last tier fails, its attempts are at most 1.1 of the first tier’s calls', async () => {
  const attempts = await countAttempts(retryAll, grpc.status.UNAVAILABLE, 10);
  // B has spent its repeats, and says so: A makes none.
  expect(attempts.b).toBe(CALLS);
  expect(attempts.c).toBe(CALLS + REPEATS);
});

test('where only the first tier repeats, the second adds nothing to its repeats', async () => {
  // C's failure counts as repeatable for B only if it is one of these.
  const onlyAborted = { ...retryAll.methodConfig![0]!.retryPolicy!, retryableStatusCodes: [10] };
  const options = { ...retryAll, methodConfig: [{ name: [{}], retryPolicy: onlyAborted }] };
  await using c = await startTestServer({ handlers: { unary: failing(grpc.status.ABORTED) } });
  using fromB = connect([c.port], options, { world: frozen });
  await using b = await startTestServer({
    handlers: {
      unary: (call, answer) => {
        const metadata = new grpc.Metadata();
        const isRepeat = call.metadata.get('grpc-previous-rpc-attempts').length > 0;
        if (isRepeat) metadata.set('ballast-upstream-retry', '1');
        // It keeps to itself that its own repeats are spent.
        void callUnary(fromB.client, { metadata }).then(({ code, details }) =>
          answer({ code, details }),
        );
      },
    },
  });
  using fromA = connect([b.port], options, { world: frozen });
  for (let i = 0; i < CALLS / 10; i += 1) {
    await Promise.all(Array.from({ length: 10 }, () => fromA.call()));
  }
  expect(b.calls).toHaveLength(CALLS + REPEATS);
  const repeated = c.calls.filter(({ metadata }) => metadata.get('ballast-upstream-retry').length);
  expect(repeated).toHaveLength(REPEATS);
});
