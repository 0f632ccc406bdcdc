import { Metadata, status } from '@grpc/grpc-js';
import { createGate, startLeakCheck, startTestServer, waitUntil } from '@ballast/testing';
import { describe, expect, test } from 'vitest';
import { connect, failing, quickRetries, retryAll, unaryPath } from '../test/steered-client.ts';

const unavailable = failing(status.UNAVAILABLE);

const startFailing = (handler = unavailable) => startTestServer({ handlers: { unary: handler } });

/** The clock stands still: the budget knows one window only. */
const frozen = () => ({ nowMs: () => 5000, random: Math.random });

describe('which calls are retried', () => {
  test('those of an idempotent method, up to its attempts', async () => {
    await using server = await startFailing();
    using client = connect([server.port], retryAll);
    expect(await client.call()).toMatchObject({ code: status.UNAVAILABLE });
    expect(server.calls).toHaveLength(4);
    expect(server.calls.map(({ metadata }) => metadata.get('grpc-previous-rpc-attempts'))).toEqual([
      [],
      ['1'],
      ['2'],
      ['3'],
    ]);
  });

  test('those of a method that the contract calls idempotent', async () => {
    await using server = await startFailing();
    const methodConfig = [{ name: [{}], retryPolicy: quickRetries }];
    using client = connect([server.port], { methodConfig, idempotentMethods: [unaryPath] });
    await client.call();
    expect(server.calls).toHaveLength(4);
  });

  test('no others, whatever their retry policy', async () => {
    await using server = await startFailing();
    const methodConfig = [{ name: [{}], retryPolicy: quickRetries }];
    using client = connect([server.port], { methodConfig });
    expect(await client.call()).toMatchObject({ code: status.UNAVAILABLE });
    expect(server.calls).toHaveLength(1);
  });

  test('none that an entry declares not idempotent against its contract', async () => {
    await using server = await startFailing();
    using client = connect([server.port], {
      ...retryAll,
      methods: [{ name: [{}], idempotent: false }],
      idempotentMethods: [unaryPath],
    });
    await client.call();
    expect(server.calls).toHaveLength(1);
  });

  test('none that failed with a code that is not retryable', async () => {
    await using server = await startFailing(failing(status.INTERNAL));
    using client = connect([server.port], retryAll);
    expect(await client.call()).toMatchObject({ code: status.INTERNAL });
    expect(server.calls).toHaveLength(1);
  });

  test('none that is itself part of a repeated attempt further up', async () => {
    await using server = await startFailing();
    using client = connect([server.port], retryAll);
    const metadata = new Metadata();
    metadata.set('ballast-upstream-retry', '1');
    await client.call({ metadata });
    expect(server.calls).toHaveLength(1);
  });

  test('none whose server says that it is not to be repeated', async () => {
    await using server = await startFailing(
      failing(status.UNAVAILABLE, { 'grpc-retry-pushback-ms': '-1' }),
    );
    using client = connect([server.port], retryAll);
    await client.call();
    expect(server.calls).toHaveLength(1);
    expect(client.steering.snapshot().services[0]?.budget.repeats).toBe(0);
  });
});

test('the second host answers what the first one failed', async () => {
  await using broken = await startFailing();
  await using sound = await startTestServer();
  const retryBudget = { minRetriesPerSecond: 1000 };
  using client = connect([broken.port, sound.port], { ...retryAll, retryBudget });
  while ((await client.call()).code !== status.OK || broken.calls.length === 0);
  const ends = await client.callTimes(10);
  expect(ends.map(({ code }) => code)).toEqual(Array(10).fill(status.OK));
});

test('the method’s timeout ends the call, and no attempt follows', async () => {
  const arrived = createGate();
  await using server = await startTestServer({ handlers: { unary: () => arrived.open() } });
  const methodConfig = [{ name: [{}], timeout: '0.05s', retryPolicy: quickRetries }];
  using client = connect([server.port], { ...retryAll, methodConfig });
  expect(await client.call()).toMatchObject({ code: status.DEADLINE_EXCEEDED });
  expect(arrived.isOpen).toBe(true);
  expect(server.calls).toHaveLength(1);
});

describe('the budget', () => {
  test('of a busy client is a tenth of its calls, when all of them fail', async () => {
    await using server = await startFailing();
    using client = connect([server.port], retryAll, { world: frozen() });
    await client.callTimes(300);
    expect(server.calls).toHaveLength(330);
    expect(client.steering.snapshot().services).toEqual([
      {
        service: 'ballast.testing.v1.TestService',
        budget: { calls: 300, repeats: 30, available: 0 },
        retries: 30,
        hedges: 0,
        refusals: expect.any(Number) as number,
        methods: [],
      },
    ]);
  });

  test('of a quiet client is its floor', async () => {
    await using server = await startFailing();
    using client = connect([server.port], retryAll, { world: frozen() });
    await client.callTimes(50);
    expect(server.calls).toHaveLength(60);
  });

  test('holds when all calls are made at once', async () => {
    await using server = await startFailing();
    using client = connect([server.port], retryAll, { world: frozen() });
    await Promise.all(Array.from({ length: 200 }, () => client.call()));
    expect(server.calls).toHaveLength(220);
  });

  test('comes back with time', async () => {
    await using server = await startFailing();
    let nowMs = 5000;
    using client = connect([server.port], retryAll, {
      world: { nowMs: () => nowMs, random: Math.random },
    });
    await client.callTimes(10);
    expect(server.calls).toHaveLength(20);
    nowMs += 10_000;
    await client.callTimes(10);
    expect(server.calls).toHaveLength(40);
  });

  test('pays only for attempts that begin: grpc-js’s own limit is below the policy’s', async () => {
    await using server = await startFailing();
    using client = connect([server.port], retryAll, {
      world: frozen(),
      channel: { 'grpc-node.retry_max_attempts_limit': 2 },
    });
    await client.call();
    expect(server.calls).toHaveLength(2);
    expect(client.steering.snapshot().services[0]?.budget.repeats).toBe(1);
  });
});

describe('the end of a call', () => {
  const longPause = failing(status.UNAVAILABLE, { 'grpc-retry-pushback-ms': '3600000' });

  test('by abort during a pause is followed by no attempt', async () => {
    await using server = await startFailing(longPause);
    using client = connect([server.port], retryAll);
    using leaks = startLeakCheck();
    const abort = new AbortController();
    const call = client.call({ signal: abort.signal, deadline: Infinity });
    await waitUntil(() => client.steering.snapshot().services[0]?.budget.repeats === 1, {
      what: 'a retry is granted',
    });
    abort.abort();
    expect(await call).toMatchObject({ code: status.CANCELLED });
    await waitUntil(() => !leaks.open().some((one) => one.includes('maybeRetryCall')), {
      what: 'the timer of the retry is gone',
    });
    expect(server.calls).toHaveLength(1);
  });

  test('by its deadline during a pause is followed by no attempt', async () => {
    await using server = await startFailing(longPause);
    using client = connect([server.port], retryAll);
    using leaks = startLeakCheck();
    const call = client.call({ deadline: Date.now() + 100 });
    expect(await call).toMatchObject({ code: status.DEADLINE_EXCEEDED });
    await waitUntil(() => !leaks.open().some((one) => one.includes('maybeRetryCall')), {
      what: 'the timer of the retry is gone',
    });
    expect(server.calls).toHaveLength(1);
  });

  test('is at once when the pause would outlast the deadline', async () => {
    await using server = await startFailing();
    const retryPolicy = { ...quickRetries, initialBackoff: '3600s', maxBackoff: '3600s' };
    using client = connect(
      [server.port],
      { ...retryAll, methodConfig: [{ name: [{}], retryPolicy }] },
      // The longest pauses.
      { world: { nowMs: () => 5000, random: () => 0 } },
    );
    expect(await client.call()).toMatchObject({ code: status.UNAVAILABLE });
    expect(server.calls).toHaveLength(1);
    expect(client.steering.snapshot().services[0]?.budget.repeats).toBe(0);
  });
});

describe('an update', () => {
  test('is in force with the next call, and the budget goes on', async () => {
    await using server = await startFailing();
    using client = connect([server.port], { idempotentMethods: [] }, { world: frozen() });
    await client.callTimes(5);
    expect(server.calls).toHaveLength(5);
    client.steering.update({ ...retryAll, retryBudget: { minRetriesPerSecond: 0, ratio: 0.5 } });
    await client.callTimes(5);
    expect(server.calls).toHaveLength(5 + 5 + 5);
    client.steering.update({ ...retryAll, retryBudget: { ratio: 0, minRetriesPerSecond: 0 } });
    await client.callTimes(5);
    expect(server.calls).toHaveLength(20);
  });

  test('that is out of range changes nothing', async () => {
    await using server = await startFailing();
    using client = connect([server.port], retryAll, { world: frozen() });
    expect(() => client.steering.update({ retryBudget: { ratio: 2 } })).toThrow(RangeError);
    await client.call();
    expect(server.calls).toHaveLength(4);
  });
});

test('a failure is spent when it could have been repeated but for the limits', () => {
  using client = connect([1], retryAll);
  expect(client.steering.wasSpent(unaryPath, status.UNAVAILABLE)).toBe(true);
  expect(client.steering.wasSpent(unaryPath, status.NOT_FOUND)).toBe(false);
  client.steering.update({ methodConfig: retryAll.methodConfig });
  expect(client.steering.wasSpent(unaryPath, status.UNAVAILABLE)).toBe(false);
});
