import { Code, notFound } from '@ballast/status';
import { createGate, startTestServer, waitUntil } from '@ballast/testing';
import type { TestMessage } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { collect, connect, failureOf } from '../test/connect.ts';

const message = (text: string, count = 0): TestMessage => ({ text, count });

async function* messages(...texts: string[]): AsyncGenerator<TestMessage> {
  for (const text of texts) yield await Promise.resolve(message(text));
}

describe('server streaming', () => {
  test('answers come in order, then the stream ends', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const answers = await collect(client.serverStream(message('a', 1000)));
    expect(answers.map((answer) => answer.count)).toEqual(Array.from(Array(1000).keys()));
  });

  test('the call begins with the first read, not before', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const stream = client.serverStream(message('a', 1));
    await client.unary(message('b'));
    expect(server.calls.map((call) => call.method)).toEqual(['unary']);
    await collect(stream);
    expect(server.calls.map((call) => call.method)).toEqual(['unary', 'serverStream']);
  });

  test('leaving the loop cancels the call', async () => {
    const cancelled = createGate();
    await using server = await startTestServer({
      handlers: {
        serverStream: (call) => {
          call.on('cancelled', () => cancelled.open());
          call.write(message('one'));
        },
      },
    });
    using client = connect(server.address);
    for await (const answer of client.serverStream(message('a'))) {
      expect(answer.text).toBe('one');
      break;
    }
    await cancelled.opened;
  });

  test('a failure comes after the answers before it, once', async () => {
    const mayFail = createGate();
    await using server = await startTestServer({
      handlers: {
        serverStream: (call) => {
          call.write(message('one'));
          void mayFail.opened.then(() =>
            call.emit('error', { code: grpc.status.DATA_LOSS, details: 'torn' }),
          );
        },
      },
    });
    using client = connect(server.address);
    const stream = client.serverStream(message('a'));
    expect(await stream.next()).toEqual({ done: false, value: message('one') });
    mayFail.open();
    expect(await failureOf(stream.next())).toMatchObject({ code: Code.DATA_LOSS, message: 'torn' });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('an abort fails a read that waits', async () => {
    await using server = await startTestServer({ handlers: { serverStream: () => undefined } });
    using client = connect(server.address);
    const controller = new AbortController();
    const stream = client.serverStream(message('a'), { signal: controller.signal });
    const failing = failureOf(stream.next());
    controller.abort();
    expect(await failing).toMatchObject({ code: Code.CANCELLED });
  });

  test('several reads at once are answered in order', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const stream = client.serverStream(message('a', 3));
    const reads = await Promise.all([1, 2, 3, 4, 5].map(() => stream.next()));
    expect(reads.map((read) => read.value?.count)).toEqual([0, 1, 2, undefined, undefined]);
  });

  test('a return while a read waits ends both', async () => {
    const cancelled = createGate();
    await using server = await startTestServer({
      handlers: { serverStream: (call) => void call.on('cancelled', () => cancelled.open()) },
    });
    using client = connect(server.address);
    const stream = client.serverStream(message('a'));
    const waiting = stream.next();
    await waitUntil(() => server.calls.length === 1, {
      what: 'the call has arrived',
      on: { emitter: server.events, event: 'call' },
    });
    expect(await stream.return?.()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    await cancelled.opened;
  });

  test('there is no deadline unless one is asked for', async () => {
    await using server = await startTestServer({ handlers: { serverStream: () => undefined } });
    using client = connect(server.address, { defaultTimeoutMs: 1 });
    const stream = client.serverStream(message('a'), { timeoutMs: 30 });
    const other = client.serverStream(message('a'));
    void other.next();
    expect(await failureOf(stream.next())).toMatchObject({ code: Code.DEADLINE_EXCEEDED });
    expect(server.calls.map((call) => call.metadata.get('grpc-timeout').length)).toContain(0);
    await other.return?.();
  });
});

describe('client streaming', () => {
  test('requests go in order and are answered once', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    expect(await client.clientStream(messages('a', 'b', 'c'))).toEqual(message('abc', 3));
  });

  test('a plain array will do, and none at all', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    expect(await client.clientStream([message('x'), message('y')])).toEqual(message('xy', 2));
    expect(await client.clientStream([])).toEqual(message('', 0));
  });

  test('requests that throw cancel the call and are its cause', async () => {
    const called = createGate();
    const cancelled = createGate();
    await using server = await startTestServer({
      handlers: {
        clientStream: (call) => {
          call.on('cancelled', () => cancelled.open());
          called.open();
        },
      },
    });
    using client = connect(server.address);
    const cause = new Error('file vanished');
    async function* broken() {
      yield message('a');
      await called.opened;
      throw cause;
    }
    expect(await failureOf(client.clientStream(broken()))).toMatchObject({
      code: Code.CANCELLED,
      message: 'the stream of requests failed',
      cause,
    });
    await cancelled.opened;
  });

  test('requests that throw a StatusError fail the call with it', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const error = notFound('no such file');
    // eslint-disable-next-line require-yield
    async function* broken(): AsyncGenerator<TestMessage> {
      await Promise.reject(error);
    }
    expect(await failureOf(client.clientStream(broken()))).toBe(error);
  });

  test('an early answer ends the call and stops the requests', async () => {
    await using server = await startTestServer({
      handlers: { clientStream: (_call, answer) => answer(null, message('enough')) },
    });
    using client = connect(server.address);
    const stopped = createGate();
    async function* endless() {
      try {
        for (;;)
          yield await new Promise<TestMessage>((resolve) => setImmediate(resolve, message('a')));
      } finally {
        stopped.open();
      }
    }
    expect(await client.clientStream(endless())).toEqual(message('enough'));
    await stopped.opened;
  });

  test('an abort while the next request is waited for fails the call', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const controller = new AbortController();
    async function* silent() {
      yield await new Promise<TestMessage>(() => undefined);
    }
    const failing = failureOf(client.clientStream(silent(), { signal: controller.signal }));
    controller.abort();
    expect(await failing).toMatchObject({ code: Code.CANCELLED });
  });
});

describe('bidirectional streaming', () => {
  test('is a conversation', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const said: string[] = [];
    const mayAsk = [createGate(), createGate()] as const;
    async function* questions() {
      yield await Promise.resolve(message('one'));
      await mayAsk[0].opened;
      yield message('two');
    }
    for await (const answer of client.bidi(questions())) {
      said.push(answer.text);
      mayAsk[0].open();
    }
    expect(said).toEqual(['one', 'two']);
  });

  test('leaving the loop stops the requests', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const stopped = createGate();
    async function* endless() {
      try {
        for (;;)
          yield await new Promise<TestMessage>((resolve) => setImmediate(resolve, message('a')));
      } finally {
        stopped.open();
      }
    }
    for await (const answer of client.bidi(endless())) {
      expect(answer.text).toBe('a');
      break;
    }
    await stopped.opened;
  });

  test('requests that throw fail the read', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const cause = new Error('boom');
    async function* broken() {
      yield await Promise.resolve(message('a'));
      throw cause;
    }
    expect(await failureOf(collect(client.bidi(broken())))).toMatchObject({ cause });
  });
});
