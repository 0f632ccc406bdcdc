// What a retry and a hedge are to each kind of call, with a plain grpc-js client.
import * as grpc from '@grpc/grpc-js';
import {
  createGate,
  startTestServer,
  type TestMessage,
  testServiceDefinition,
  waitUntil,
} from '@ballast/testing';
import { describe, expect, test } from 'vitest';
import { callUnary, connect, retryAll } from '../test/steered-client.ts';
import type { SteeringOptions } from './index.ts';

const { serverStream, clientStream, bidi } = testServiceDefinition;
const message = { text: 'hello', count: 2 };

/** Fails so many calls of a kind before their first answer, and serves the others. */
function failFirst(times: number) {
  let left = times;
  return { hasFailed: () => (left -= 1) >= 0 };
}

const unavailable = Object.assign(new Error('unavailable'), { code: grpc.status.UNAVAILABLE });

function collect(stream: grpc.ClientReadableStream<TestMessage>) {
  return new Promise<{ texts: string[]; code: grpc.status }>((resolve) => {
    const texts: string[] = [];
    stream.on('data', ({ text }: TestMessage) => texts.push(text));
    stream.on('error', () => undefined);
    stream.on('status', ({ code }: grpc.StatusObject) => resolve({ texts, code }));
  });
}

describe('a retry', () => {
  test('of a response stream that failed before its headers is not seen', async () => {
    const first = failFirst(2);
    await using server = await startTestServer({
      handlers: {
        serverStream: (call) => {
          if (first.hasFailed()) call.emit('error', unavailable);
          else {
            call.write({ text: 'a', count: 0 });
            call.end();
          }
        },
      },
    });
    using client = connect([server.port], retryAll);
    const { path, requestSerialize, responseDeserialize } = serverStream;
    const { texts, code } = await collect(
      client.client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, message),
    );
    expect({ texts, code, attempts: server.calls.length }).toEqual({
      texts: ['a'],
      code: grpc.status.OK,
      attempts: 3,
    });
  });

  test('of a response stream that failed after its first answer there is none', async () => {
    await using server = await startTestServer({
      handlers: {
        serverStream: (call) => {
          call.write({ text: 'a', count: 0 }, () => call.emit('error', unavailable));
        },
      },
    });
    using client = connect([server.port], retryAll);
    const { path, requestSerialize, responseDeserialize } = serverStream;
    const { texts, code } = await collect(
      client.client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, message),
    );
    expect({ texts, code, attempts: server.calls.length }).toEqual({
      texts: ['a'],
      code: grpc.status.UNAVAILABLE,
      attempts: 1,
    });
  });

  test('of a request stream sends again what was sent', async () => {
    const first = failFirst(1);
    await using server = await startTestServer({
      handlers: {
        clientStream: (call, answer) => {
          const texts: string[] = [];
          call.on('data', ({ text }: TestMessage) => texts.push(text));
          call.on('end', () => {
            if (first.hasFailed()) answer(unavailable);
            else answer(null, { text: texts.join(''), count: texts.length });
          });
        },
      },
    });
    using client = connect([server.port], retryAll);
    const { path, requestSerialize, responseDeserialize } = clientStream;
    const text = await new Promise((resolve, reject) => {
      const stream = client.client.makeClientStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        (error, answer) => (error === null ? resolve(answer?.text) : reject(error)),
      );
      for (const letter of ['a', 'b', 'c']) stream.write({ text: letter, count: 1 });
      stream.end();
    });
    expect(text).toBe('abc');
    expect(server.calls).toHaveLength(2);
  });

  test('of a bidirectional stream that failed before its headers is not seen', async () => {
    const first = failFirst(1);
    await using server = await startTestServer({
      handlers: {
        bidi: (call) => {
          if (first.hasFailed()) {
            call.emit('error', unavailable);
            return;
          }
          call.on('data', (request: TestMessage) => call.write(request));
          call.on('end', () => call.end());
        },
      },
    });
    using client = connect([server.port], retryAll);
    const { path, requestSerialize, responseDeserialize } = bidi;
    const stream = client.client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    const end = collect(stream as never);
    stream.write({ text: 'a', count: 1 });
    stream.end();
    expect(await end).toEqual({ texts: ['a'], code: grpc.status.OK });
    expect(server.calls).toHaveLength(2);
  });
});

describe('a hedge', () => {
  const hedging: SteeringOptions = {
    methods: [{ name: [{}], idempotent: true, hedging: { maxDelayMs: 5 } }],
  };

  test('answers a call whose first host hangs, and the loser is cancelled', async () => {
    const cancelled = createGate();
    let isHanging = false;
    await using hanging = await startTestServer({
      handlers: {
        unary: (call, answer) => {
          if (isHanging) call.on('cancelled', () => cancelled.open());
          else answer(null, call.request);
        },
      },
    });
    await using sound = await startTestServer();
    using client = connect([hanging.port, sound.port], hedging);
    while (hanging.calls.length === 0 || sound.calls.length === 0) await client.call();
    isHanging = true;
    const before = hanging.calls.length;
    while (hanging.calls.length === before) {
      expect((await client.call()).code).toBe(grpc.status.OK);
    }
    await cancelled.opened;
    expect(client.steering.snapshot().services[0]!.hedges).toBeGreaterThan(0);
    expect(client.steering.snapshot().services[0]!.retries).toBe(0);
  });

  test('begins a response stream anew only while it has no headers', async () => {
    await using server = await startTestServer({
      handlers: { serverStream: (call) => call.sendMetadata(new grpc.Metadata()) },
    });
    using client = connect([server.port], hedging);
    const { path, requestSerialize, responseDeserialize } = serverStream;
    const stream = client.client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      message,
    );
    const end = collect(stream);
    await new Promise((resolve) => stream.once('metadata', resolve));
    const attempts = server.calls.length;
    // Far longer than the delay: so long takes a call to a method of which it is hedged.
    await using slow = await startTestServer({ handlers: { unary: () => undefined } });
    using other = connect([slow.port], hedging);
    void other.call();
    await waitUntil(() => slow.calls.length === 2, { what: 'another call was hedged' });
    stream.cancel();
    expect(await end).toMatchObject({ code: grpc.status.CANCELLED });
    expect(server.calls).toHaveLength(attempts);
    other.client.close();
  });
});

test('the interceptor tells how long a call took, and a stream to its headers', async () => {
  await using server = await startTestServer();
  using client = connect([server.port], {
    methods: [{ name: [{}], idempotent: true, hedging: { minDelayMs: 1, maxDelayMs: 60_000 } }],
  });
  const seen: [string, grpc.status][] = [];
  const observe = client.steering.observe.bind(client.steering);
  client.steering.observe = (path, tookMs, code) => {
    seen.push([path.split('/')[2]!, code]);
    observe(path, tookMs, code);
  };
  await callUnary(client.client);
  const { path, requestSerialize, responseDeserialize } = serverStream;
  await collect(
    client.client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, message),
  );
  expect(seen).toEqual([
    ['Unary', grpc.status.OK],
    ['ServerStream', grpc.status.OK],
  ]);
});
