// Client and proxy together: who repeats, who balances, and what of the policy stays the client's.
import { openScope, runInScope } from '@ballast/deadlines';
import { createPolicySource, type Policy } from '@ballast/policy';
import { processState } from '@ballast/state';
import { Code } from '@ballast/status';
import { createGate, startTestServer } from '@ballast/testing';
import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { connect, failureOf } from '../../test/connect.ts';
import { startRepeatingProxy } from '../../test/repeating-proxy.ts';
import { stepBack } from './step-back.ts';

const request = { text: 'hello', count: 1 };
const service = 'ballast.testing.v1.TestService';
const name = [{ service }];
const idempotentMethods = [`/${service}/Unary`];
const retryPolicy = {
  ...{ maxAttempts: 3, initialBackoff: '0.001s', maxBackoff: '0.001s', backoffMultiplier: 1 },
  retryableStatusCodes: ['UNAVAILABLE'],
} as const;
const breaker = { minCalls: 1000 };
const policy: Policy = {
  loadBalancingConfig: [{ ballast: {} }],
  methodConfig: [{ name, timeout: '2s', retryPolicy }],
  ballast: {
    retryBudget: { ratio: 1, minRetriesPerSecond: 1000 },
    methodConfig: [{ name, breaker }],
  },
};
const sidecar = { mode: 'sidecar', hasWaypoint: false } as const;
const none = { mode: 'none', hasWaypoint: false } as const;

const startFailing = () =>
  startTestServer({ handlers: { unary: (_, answer) => answer({ code: status.UNAVAILABLE }) } });

describe('all backends fail, behind a proxy that makes three attempts', () => {
  const CALLS = 40;

  /** Attempts that reach the backend for each call of a client. */
  async function attemptsPerCall(mesh: typeof sidecar | typeof none): Promise<number> {
    await using backend = await startFailing();
    await using proxy = await startRepeatingProxy(backend.address, { maxAttempts: 3 });
    using client = connect(proxy.address, { policy, idempotentMethods, mesh });
    for (let i = 0; i < CALLS; i += 1) {
      expect(await failureOf(client.unary(request))).toMatchObject({ code: Code.UNAVAILABLE });
    }
    return backend.calls.length / CALLS;
  }

  test('a client that steps back adds no attempt to the proxy’s own', async () => {
    expect(await attemptsPerCall(sidecar)).toBe(3);
  });

  test('one that does not multiplies them', async () => {
    expect(await attemptsPerCall(none)).toBe(9);
  });
});

test('the proxy is called on, however often it fails: nothing is ejected', async () => {
  await using proxy = await startFailing();
  using client = connect(proxy.address, { policy, idempotentMethods, mesh: sidecar });
  for (let i = 0; i < 100; i += 1) await failureOf(client.unary(request));
  expect(proxy.calls).toHaveLength(100);
  const [channel] = processState
    .read()
    .channels.filter(({ target }) => target.includes(proxy.address));
  expect(channel).toMatchObject({
    balancer: 'virtual_address',
    endpoints: [{ connectivity: 'READY', callsEnded: 100, leftAlone: undefined }],
  });
});

test('a call is not hedged', async () => {
  const mayAnswer = createGate();
  await using proxy = await startTestServer({
    handlers: {
      unary: (call, answer) => void mayAnswer.opened.then(() => answer(null, call.request)),
    },
  });
  const hedging = { percentile: 0.5, maxAttempts: 3, minDelay: '0.001s', maxDelay: '0.002s' };
  const hedged = { ballast: { methodConfig: [{ name, idempotent: true, hedging }] } };
  using client = connect(proxy.address, { policy: hedged, mesh: sidecar });
  const answer = client.unary(request);
  // On the same connection, each after the hedge would have been due.
  for (let i = 0; i < 30; i += 1) await client.bidi([request]).next();
  mayAnswer.open();
  await answer;
  expect(proxy.calls.filter(({ method }) => method === 'unary')).toHaveLength(1);
});

test('the breaker of the dependency stays', async () => {
  await using proxy = await startFailing();
  const sensitive = { ballast: { methodConfig: [{ name, breaker: { minCalls: 5 } }] } };
  using client = connect(proxy.address, { policy: sensitive, mesh: sidecar });
  for (let i = 0; i < 5; i += 1) await failureOf(client.unary(request));
  expect(await failureOf(client.unary(request))).toMatchObject({ reason: 'BREAKER_OPEN' });
  expect(proxy.calls).toHaveLength(5);
});

test('deadline and criticality of the policy stay', async () => {
  let leftMs = Infinity;
  await using proxy = await startTestServer({
    handlers: {
      unary: (call, answer) => {
        leftMs = Number(call.getDeadline()) - Date.now();
        answer(null, call.request);
      },
    },
  });
  const methodConfig = [{ name, criticality: 'sheddable' }] as const;
  const mine: Policy = { ...policy, ballast: { methodConfig } };
  using client = connect(proxy.address, { policy: mine, mesh: sidecar });
  await client.unary(request);
  const [{ metadata }] = proxy.calls as [(typeof proxy.calls)[0]];
  expect(metadata.get('ballast-criticality')).toEqual(['sheddable']);
  expect(leftMs).toBeLessThanOrEqual(2000);
});

test('a failure that the proxy was to repeat marks the served call as one that had its repeats', async () => {
  await using proxy = await startFailing();
  using client = connect(proxy.address, { policy, idempotentMethods, mesh: sidecar });
  using scope = openScope();
  await runInScope(scope, () => failureOf(client.unary(request)));
  expect(scope.retriesSpent).toBe(true);
});

test('what is left of a policy follows its source, and is the same object for the same policy', () => {
  let current = policy;
  const listeners: ((changed: Policy) => void)[] = [];
  const source = {
    get current() {
      return current;
    },
    subscribe: (listener: (changed: Policy) => void) => {
      listeners.push(listener);
      return () => undefined;
    },
  };
  const rest = stepBack(source, [{ virtual_address: {} }]);
  expect(rest.current).toBe(rest.current);
  expect(rest.current).toEqual({
    loadBalancingConfig: [{ virtual_address: {} }],
    methodConfig: [{ name, timeout: '2s' }],
    ballast: policy.ballast,
  });
  const heard: Policy[] = [];
  rest.subscribe((changed) => heard.push(changed));
  current = { ...policy, methodConfig: [{ name, timeout: '5s', retryPolicy }] };
  for (const listener of listeners) listener(current);
  expect(heard).toEqual([rest.current]);
  expect(rest.current.methodConfig).toEqual([{ name, timeout: '5s' }]);
  expect(createPolicySource(rest.current).current).toEqual(rest.current);
});
