import { Code, StatusError, encodeStatusDetails, failedPrecondition } from '@ballast/status';
import { createGate, startTestServer, testServiceDefinition } from '@ballast/testing';
import type { TestHandlers } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { connect, failureOf } from '../test/connect.ts';
import { createClient } from './index.ts';

const request = { text: 'hello', count: 1 };

/** A handler that answers when the call is given up, and says when it was called. */
function createHangingServer() {
  const called = createGate();
  const cancelled = createGate();
  const unary: TestHandlers['unary'] = (call) => {
    call.on('cancelled', () => cancelled.open());
    called.open();
  };
  return startTestServer({ handlers: { unary } }).then((server) =>
    Object.assign(server, { called, cancelled }),
  );
}

test('a request is answered', async () => {
  await using server = await startTestServer();
  using client = connect(server.address);
  expect(await client.unary(request)).toEqual(request);
});

test('many at once are each given their own answer', async () => {
  await using server = await startTestServer();
  using client = connect(server.address);
  const requests = Array.from({ length: 200 }, (_, count) => ({ text: 'a', count }));
  expect(await Promise.all(requests.map((each) => client.unary(each)))).toEqual(requests);
});

describe('failures', () => {
  test('are StatusErrors with their details', async () => {
    const error = failedPrecondition('no tea left', {
      reason: 'INSUFFICIENT_STOCK',
      metadata: { sku: 'tea' },
      retryDelayMs: 250,
    });
    await using server = await startTestServer({
      handlers: {
        unary: (_call, answer) => {
          const metadata = new grpc.Metadata();
          metadata.set('grpc-status-details-bin', Buffer.from(encodeStatusDetails(error)));
          answer({ code: error.code, details: error.message, metadata });
        },
      },
    });
    using client = connect(server.address);
    const failure = await failureOf(client.unary(request));
    expect(failure).toBeInstanceOf(StatusError);
    expect(failure).toMatchObject({
      code: Code.FAILED_PRECONDITION,
      message: 'no tea left',
      reason: 'INSUFFICIENT_STOCK',
      metadata: { sku: 'tea' },
      retryDelayMs: 250,
    });
  });

  test('an answer without a message is INTERNAL', async () => {
    await using server = await startTestServer({
      handlers: { unary: (_call, answer) => answer(null, undefined) },
    });
    using client = connect(server.address, {});
    // The test service serializes with JSON, which makes nothing of undefined.
    expect(await failureOf(client.unary(request))).toMatchObject({ code: Code.INTERNAL });
  });

  test('a request that cannot be serialized is INTERNAL and says why', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const circular: { text: string; count: number; self?: object } = { ...request };
    circular.self = circular;
    expect(await failureOf(client.unary(circular))).toMatchObject({
      code: Code.INTERNAL,
      message: expect.stringMatching(/^a request could not be serialized: .*circular/) as string,
    });
  });

  test('an answer that cannot be parsed is INTERNAL and says why', async () => {
    await using server = await startTestServer();
    const broken = {
      unary: {
        ...testServiceDefinition.unary,
        responseDeserialize: (): object => {
          throw new Error('no such field');
        },
      },
    };
    using client = createClient(broken, { target: `static:///${server.address}` });
    expect(await failureOf(client.unary(request))).toMatchObject({
      code: Code.INTERNAL,
      message: 'an answer could not be parsed: no such field',
    });
  });

  test('a service that is not there is UNAVAILABLE', async () => {
    const server = await startTestServer();
    server.kill();
    using client = connect(server.address);
    expect(await failureOf(client.unary(request))).toMatchObject({ code: Code.UNAVAILABLE });
  });

  test('a client that is closed is UNAVAILABLE', async () => {
    await using server = await startTestServer();
    const client = connect(server.address);
    client[Symbol.dispose]();
    expect(await failureOf(client.unary(request))).toMatchObject({
      code: Code.UNAVAILABLE,
      message: 'the client is closed',
    });
  });
});

describe('time', () => {
  test('a call that takes longer than its timeout is DEADLINE_EXCEEDED, here and there', async () => {
    await using server = await createHangingServer();
    using client = connect(server.address);
    const failure = await failureOf(client.unary(request, { timeoutMs: 50 }));
    expect(failure).toMatchObject({ code: Code.DEADLINE_EXCEEDED });
    await server.cancelled.opened;
  });

  test('a timeout that is over already is DEADLINE_EXCEEDED', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    expect(await failureOf(client.unary(request, { timeoutMs: -1 }))).toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
    });
    expect(server.calls).toHaveLength(0);
  });

  test('the default applies where the call and the policy say nothing', async () => {
    await using server = await createHangingServer();
    using client = connect(server.address, { defaultTimeoutMs: 50 });
    expect(await failureOf(client.unary(request))).toMatchObject({ code: Code.DEADLINE_EXCEEDED });
  });
});

describe('an abort', () => {
  test('cancels the call here, with its reason, and there', async () => {
    await using server = await createHangingServer();
    using client = connect(server.address);
    const controller = new AbortController();
    const failing = failureOf(client.unary(request, { signal: controller.signal }));
    await server.called.opened;
    const reason = new Error('the visitor left');
    controller.abort(reason);
    expect(await failing).toMatchObject({ code: Code.CANCELLED, cause: reason });
    await server.cancelled.opened;
  });

  test('that came before the call fails it without calling', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const signal = AbortSignal.abort('too late');
    expect(await failureOf(client.unary(request, { signal }))).toMatchObject({
      code: Code.CANCELLED,
      cause: 'too late',
    });
    expect(server.calls).toHaveLength(0);
  });

  test('that comes after the answer changes nothing', async () => {
    await using server = await startTestServer();
    using client = connect(server.address);
    const controller = new AbortController();
    const answer = await client.unary(request, { signal: controller.signal });
    controller.abort();
    expect(answer).toEqual(request);
  });
});

test('headers go there, and headers and trailers come back', async () => {
  await using server = await startTestServer({
    handlers: {
      unary: (call, answer) => {
        const headers = new grpc.Metadata();
        headers.set('echo', call.metadata.get('greeting')[0]!);
        call.sendMetadata(headers);
        const trailers = new grpc.Metadata();
        trailers.set('cost', '7');
        answer(null, call.request, trailers);
      },
    },
  });
  using client = connect(server.address);
  const metadata = new grpc.Metadata();
  metadata.set('greeting', 'hi');
  const seen: unknown[] = [];
  await client.unary(request, {
    metadata,
    onHeaders: (headers) => seen.push(headers.get('echo')),
    onTrailers: (trailers) => seen.push(trailers.get('cost')),
  });
  expect(seen).toEqual([['hi'], ['7']]);
});
