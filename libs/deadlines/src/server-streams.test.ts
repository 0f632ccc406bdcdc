// Handlers of plain grpc-js, all four kinds, as they are mostly written: with listeners.
import { once } from 'node:events';
import { createGate } from '@ballast/testing';
import type { TestMessage } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { request, startTier, TestClient } from '../test/tier.ts';
import { type CallScope, findScope } from './index.ts';

/** Where each listener ran. */
function createDiary() {
  const entries: [string, CallScope | undefined][] = [];
  return {
    note: (name: string): void => void entries.push([name, findScope()]),
    names: () => [...new Set(entries.map(([name]) => name))].sort(),
    onlyScope: () => {
      const [first, ...others] = new Set(entries.map(([, scope]) => scope));
      expect(others).toEqual([]);
      return first;
    },
  };
}

test('unary: the handler and what it starts', async () => {
  const diary = createDiary();
  await using server = await startTier({
    unary: (call, answer) => {
      diary.note('handler');
      setTimeout(() => {
        diary.note('timer');
        answer(null, call.request);
      });
    },
  });
  using client = new TestClient(server.address);
  expect(await client.unary()).toEqual(request);
  expect(diary.names()).toEqual(['handler', 'timer']);
  expect(diary.onlyScope()).toBe(server.scopes[0]);
});

test('server streaming: the callback of a write, drain and finish', async () => {
  const diary = createDiary();
  await using server = await startTier({
    serverStream: (call) => {
      diary.note('handler');
      call.on('drain', () => {
        diary.note('drain');
        call.end();
      });
      call.on('finish', () => diary.note('finish'));
      while (call.write(request, () => diary.note('written')));
    },
  });
  using client = new TestClient(server.address);
  await once(client.serverStream().resume(), 'status');
  expect(diary.names()).toEqual(['drain', 'finish', 'handler', 'written']);
  expect(diary.onlyScope()).toBe(server.scopes[0]);
});

test('client streaming: data, readable and end, also of messages that come late', async () => {
  const diary = createDiary();
  const first = createGate();
  await using server = await startTier({
    clientStream: (call, answer) => {
      diary.note('handler');
      call.on('data', () => {
        diary.note('data');
        first.open();
      });
      call.on('end', () => {
        diary.note('end');
        answer(null, request);
      });
    },
  });
  using client = new TestClient(server.address);
  const answered = createGate<TestMessage>();
  const call = client.clientStream((_error, message) => answered.open(message!));
  call.write(request);
  await first.opened;
  call.end(request);
  expect(await answered.opened).toEqual(request);
  expect(diary.names()).toEqual(['data', 'end', 'handler']);
  expect(diary.onlyScope()).toBe(server.scopes[0]);
});

test('bidirectional: data, and cancelled when the caller goes', async () => {
  const diary = createDiary();
  const over = createGate();
  await using server = await startTier({
    bidi: (call) => {
      diary.note('handler');
      call.on('data', (message: TestMessage) => {
        diary.note('data');
        call.write(message);
      });
      call.on('cancelled', () => {
        diary.note('cancelled');
        expect(findScope()?.abortReason).toMatchObject({ code: grpc.status.CANCELLED });
        over.open();
      });
      call.on('error', () => undefined);
    },
  });
  using client = new TestClient(server.address);
  const call = client.bidi().on('error', () => undefined);
  const answered = once(call, 'data');
  call.write(request);
  await answered;
  call.cancel();
  await over.opened;
  expect(diary.names()).toEqual(['cancelled', 'data', 'handler']);
  expect(diary.onlyScope()).toBe(server.scopes[0]);
});

test('a deadline that passes aborts the signal, and says so', async () => {
  await using server = await startTier({ unary: () => undefined });
  using client = new TestClient(server.address);
  const arrived = once(server.events, 'call');
  const call = client.startUnary(() => undefined, { deadline: Date.now() + 300 });
  await arrived;
  const { signal } = server.scopes[0]!;
  if (!signal.aborted) await once(signal, 'abort');
  expect(signal.reason).toMatchObject({
    name: 'CallEndedError',
    code: grpc.status.DEADLINE_EXCEEDED,
    message: 'the deadline of the call has passed',
  });
  call.cancel();
});
