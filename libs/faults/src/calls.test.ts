// Every effect on a call, on every kind of call, at a real server: that it bites, and that clearing
// ends it.
import { status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callKinds, type FaultyServer, startFaultyServer } from '../test/start-faulty-server.ts';
import type { FaultEffect } from './index.ts';

const delay = { kind: 'fixed', ms: 60_000 } as const;
const messagesOf = { unary: 1, serverStream: 3, clientStream: 1, bidi: 3 } as const;
let world: FaultyServer;

beforeEach(async () => {
  world = await startFaultyServer();
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

describe.each(callKinds)('a %s call', (kind) => {
  const served = { code: status.OK, messages: { length: messagesOf[kind] } };
  const unseen = (): void => expect(world.server.calls).toHaveLength(0);

  test('is untouched where there is no fault', async () => {
    expect(await world.call(kind).outcome).toMatchObject(served);
  });

  test.each<FaultEffect>([{ kind: 'latency', delay }, { kind: 'hang' }])(
    'is kept from its handler by $kind, and served when that ends',
    async (effect) => {
      world.fault(effect);
      const call = world.call(kind);
      await world.hits(1);
      unseen();
      world.faults.clear();
      expect(await call.outcome).toMatchObject(served);
    },
  );

  test('is served at last under latency', async () => {
    world.fault({ kind: 'latency', delay: { kind: 'fixed', ms: 1 } });
    expect(await world.call(kind).outcome).toMatchObject(served);
    await world.hits(1);
  });

  test('fails by abort, unseen by its handler, until that ends', async () => {
    world.fault({ kind: 'abort', code: status.ABORTED, message: 'on purpose' });
    const failed = { code: status.ABORTED, details: 'on purpose', messages: [] };
    expect(await world.call(kind).outcome).toEqual(failed);
    unseen();
    world.faults.clear();
    expect(await world.call(kind).outcome).toMatchObject(served);
  });

  test('loses its connection by drop, with its neighbour, until that ends', async () => {
    world.fault({ kind: 'hang' }, { criticality: 'sheddable' });
    const neighbour = world.call('unary', { criticality: 'sheddable' });
    await world.hits(1);
    world.faults.set([
      { name: 'g', methods: '*', criticality: 'default', effect: { kind: 'drop' } },
    ]);
    const lost = await Promise.all([world.call(kind).outcome, neighbour.outcome]);
    expect(lost.map(({ code }) => code)).toEqual([status.UNAVAILABLE, status.UNAVAILABLE]);
    unseen();
    world.faults.clear();
    expect(await world.call(kind).outcome).toMatchObject(served);
  });

  test('gets answers that cannot be read by corrupt, until that ends', async () => {
    world.fault({ kind: 'corrupt' });
    const { code, messages } = await world.call(kind).outcome;
    expect({ code, messages }).toEqual({ code: status.INTERNAL, messages: [] });
    expect(world.server.calls).toHaveLength(1);
    world.faults.clear();
    expect(await world.call(kind).outcome).toMatchObject(served);
  });

  test('has its messages kept back by slowStream, until that ends', async () => {
    world.fault({ kind: 'slowStream', delay });
    const call = world.call(kind);
    await world.hits(1);
    world.faults.clear();
    expect(await call.outcome).toMatchObject(served);
  });

  test('gets its messages in order under slowStream', async () => {
    world.fault({ kind: 'slowStream', delay: { kind: 'uniform', minMs: 0, maxMs: 5 } });
    const { code, messages } = await world.call(kind).outcome;
    expect({ code, messages }).toMatchObject(served);
    expect(messages).toEqual(messages.toSorted((one, other) => one.count - other.count));
  });
});

test.each([
  ['abort', { kind: 'abort', code: status.DATA_LOSS, afterMessages: 2 }, status.DATA_LOSS],
  ['drop', { kind: 'drop', afterMessages: 2 }, status.UNAVAILABLE],
] as const)('a stream is ended by %s after so many messages', async (_name, effect, code) => {
  world.fault(effect);
  const outcome = await world.call('serverStream').outcome;
  expect(outcome).toMatchObject({ code, messages: { length: 2 } });
});

test('what an abort says without a message names the fault', async () => {
  world.fault({ kind: 'abort', code: status.INTERNAL });
  expect((await world.call('unary').outcome).details).toBe('injected by fault f');
});

test('faults add up: a call that waits can fail afterwards', async () => {
  world.fault({ kind: 'abort', code: status.INTERNAL });
  world.faults.set([{ name: 'a', methods: '*', effect: { kind: 'hang' } }]);
  const call = world.call('unary');
  await world.hits(1);
  world.faults.clear(['a']);
  expect((await call.outcome).code).toBe(status.INTERNAL);
});

test('only calls of the criticality that a fault names are hit', async () => {
  world.fault({ kind: 'abort', code: status.INTERNAL }, { criticality: 'sheddable' });
  const words = ['critical', undefined, 'anything', 'sheddable'];
  const calls = words.map((criticality) => world.call('unary', { criticality }).outcome);
  const codes = (await Promise.all(calls)).map(({ code }) => code);
  expect(codes).toEqual([status.OK, status.OK, status.OK, status.INTERNAL]);
});

test('a caller that leaves frees what holds its call', async () => {
  world.fault({ kind: 'hang' }, { criticality: 'sheddable' });
  const call = world.call('unary', { criticality: 'sheddable' });
  await world.hits(1);
  call.cancel();
  expect((await call.outcome).code).toBe(status.CANCELLED);
  // Behind the reset, on the same connection.
  expect((await world.call('unary').outcome).code).toBe(status.OK);
  world.faults.clear();
  expect((await world.call('unary').outcome).code).toBe(status.OK);
  expect(world.server.calls).toHaveLength(2);
});
