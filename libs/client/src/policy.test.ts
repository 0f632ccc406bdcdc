import { Code } from '@ballast/status';
import { createGate, startTestServer } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { connect, failureOf } from '../test/connect.ts';
import type { Policy } from '@ballast/policy';

const request = { text: 'hello', count: 1 };
const name = [{ service: 'ballast.testing.v1.TestService', method: 'Unary' }];
const all = [{}];
const idempotentMethods = ['/ballast.testing.v1.TestService/Unary'];

const hang = { unary: () => undefined };

describe('time', () => {
  test('the policy’s timeout applies, also where the default is longer', async () => {
    await using server = await startTestServer({ handlers: hang });
    const policy = { methodConfig: [{ name, timeout: '0.05s' }] };
    using client = connect(server.address, { policy });
    expect(await failureOf(client.unary(request))).toMatchObject({ code: Code.DEADLINE_EXCEEDED });
  });

  test('the policy’s timeout applies in place of a shorter default', async () => {
    const mayAnswer = createGate();
    await using server = await startTestServer({
      handlers: {
        unary: (call, answer) => void mayAnswer.opened.then(() => answer(null, call.request)),
      },
    });
    const policy = { methodConfig: [{ name, timeout: '30s' }] };
    using client = connect(server.address, { policy, defaultTimeoutMs: 20 });
    const answer = client.unary(request);
    setTimeout(() => mayAnswer.open(), 60);
    expect(await answer).toEqual(request);
  });

  test('the policy’s timeout applies to a call that asks for more', async () => {
    await using server = await startTestServer({ handlers: hang });
    const policy = { methodConfig: [{ name, timeout: '0.05s' }] };
    using client = connect(server.address, { policy });
    expect(await failureOf(client.unary(request, { timeoutMs: Infinity }))).toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
    });
  });

  test('the policy’s timeout counts while the name is still unresolved', async () => {
    // A resolver that never answers.
    grpc.experimental.registerResolver(
      'never',
      class {
        updateResolution(): void {}
        destroy(): void {}
        static getDefaultAuthority(): string {
          return 'nobody';
        }
      },
    );
    const policy = { methodConfig: [{ name: all, timeout: '0.05s' }] };
    using client = connect('', { policy, target: 'never:///nobody' });
    expect(await failureOf(client.unary(request))).toMatchObject({ code: Code.DEADLINE_EXCEEDED });
  });
});

// grpc-js by itself takes "0.5s" for five nanoseconds.
test('a timeout of half a second leaves time for an answer', async () => {
  await using server = await startTestServer();
  using client = connect(server.address, { policy: { methodConfig: [{ name, timeout: '0.5s' }] } });
  expect(await client.unary(request)).toEqual(request);
});

test('a policy that changes is in force for the next call, on the same connection', async () => {
  const peers: string[] = [];
  await using server = await startTestServer({
    handlers: {
      unary: (call, answer) => {
        const isSecond = peers.push(call.getPeer()) === 2;
        if (isSecond) answer({ code: grpc.status.UNAVAILABLE });
        else answer(null, call.request);
      },
    },
  });
  const policy = createChangingPolicy({});
  using client = connect(server.address, { policy, idempotentMethods });
  await client.unary(request);
  const retryPolicy = {
    maxAttempts: 2,
    initialBackoff: '0.001s',
    maxBackoff: '0.001s',
    backoffMultiplier: 1,
    retryableStatusCodes: ['UNAVAILABLE'],
  };
  policy.change({ methodConfig: [{ name, timeout: '5s', retryPolicy }] });
  expect(await client.unary(request)).toEqual(request);
  expect([peers.length, new Set(peers).size]).toEqual([3, 1]);
});

test('a retry policy is carried out', async () => {
  let attempts = 0;
  await using server = await startTestServer({
    handlers: {
      unary: (call, answer) =>
        ++attempts < 3 ? answer({ code: grpc.status.UNAVAILABLE }) : answer(null, call.request),
    },
  });
  const retryPolicy = {
    maxAttempts: 3,
    initialBackoff: '0.001s',
    maxBackoff: '0.001s',
    backoffMultiplier: 1,
    retryableStatusCodes: ['UNAVAILABLE'],
  };
  const policy = { methodConfig: [{ name, retryPolicy }] };
  using client = connect(server.address, { policy, idempotentMethods });
  expect(await client.unary(request)).toEqual(request);
  expect(attempts).toBe(3);
});

test('calls go to all endpoints in turn unless the policy says otherwise', async () => {
  await using one = await startTestServer();
  await using two = await startTestServer();
  const addresses = `${one.address},${two.address}`;
  using fair = connect(addresses);
  while (one.calls.length === 0 || two.calls.length === 0) await fair.unary(request);
  const before = [one.calls.length, two.calls.length];
  using first = connect(addresses, { policy: { loadBalancingConfig: [{ pick_first: {} }] } });
  for (let count = 0; count < 10; count++) await first.unary(request);
  const added = [one.calls.length - before[0]!, two.calls.length - before[1]!];
  expect(added.sort()).toEqual([0, 10]);
});

describe('waiting for a connection', () => {
  const nobody = 'file:///no/such/directory/orders.json';

  test('is not done by default', async () => {
    using client = connect('', { target: nobody });
    expect(await failureOf(client.unary(request))).toMatchObject({
      code: Code.UNAVAILABLE,
      message: 'endpoints file /no/such/directory/orders.json: does not exist',
    });
  });

  test.each<[string, Policy, boolean | undefined]>([
    ['the policy wants it', { methodConfig: [{ name, waitForReady: true }] }, undefined],
    ['the call wants it', {}, true],
  ])('is done where %s', async (_who, policy, waitForReady) => {
    using client = connect('', { target: nobody, policy });
    const metadata = new grpc.Metadata();
    const options = { waitForReady, timeoutMs: 50, metadata };
    expect(await failureOf(client.unary(request, options))).toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
    });
    expect(metadata.getOptions()).toEqual({});
  });

  test('is not done where the call says so, whatever the policy', async () => {
    const policy = { methodConfig: [{ name, waitForReady: true }] };
    using client = connect('', { target: nobody, policy });
    expect(await failureOf(client.unary(request, { waitForReady: false }))).toMatchObject({
      code: Code.UNAVAILABLE,
    });
  });
});

test.each<[string, object]>([
  ['timeout without unit', { methodConfig: [{ name, timeout: '5' }] }],
  ['single attempt', { methodConfig: [{ name, retryPolicy: { maxAttempts: 1 } }] }],
])('a policy with a %s is refused when the client is made', (_what, policy) => {
  expect(() => connect('127.0.0.1:1', { policy })).toThrow(/^policy: \/methodConfig\/0\//);
});

function createChangingPolicy(first: Policy) {
  let current = first;
  const listeners = new Set<(policy: Policy) => void>();
  return {
    get current() {
      return current;
    },
    subscribe: (listener: (policy: Policy) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change: (next: Policy) => {
      current = next;
      for (const listener of listeners) listener(next);
    },
  };
}
