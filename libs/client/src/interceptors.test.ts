import { Code } from '@ballast/status';
import { startTestServer } from '@ballast/testing';
import type { TestMessage } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { collect, connect, failureOf } from '../test/connect.ts';

const request = { text: 'hello', count: 1 };

/** Notes all that passes, in both directions. */
function createRecorder(name: string, log: string[]): grpc.Interceptor {
  return (options, nextCall) =>
    new grpc.InterceptingCall(nextCall(options), {
      start: (metadata, _listener, next) => {
        log.push(`${name} start ${options.method_definition.path.split('/')[2]}`);
        metadata.add('passed', name);
        next(metadata, {
          onReceiveMessage: (message, pass) => {
            log.push(`${name} answer ${(message as TestMessage | null)?.text}`);
            pass(message);
          },
          onReceiveStatus: (status, pass) => {
            log.push(`${name} status ${status.code}`);
            pass(status);
          },
        });
      },
      sendMessage: (message, next) => {
        log.push(`${name} request ${(message as TestMessage).text}`);
        next(message);
      },
    });
}

test('the first is the outermost: it sees a call first and its status last', async () => {
  const log: string[] = [];
  await using server = await startTestServer();
  const interceptors = [createRecorder('outer', log), createRecorder('inner', log)];
  using client = connect(server.address, { interceptors });
  expect(await client.unary(request)).toEqual(request);
  expect(log).toEqual([
    'outer start Unary',
    'inner start Unary',
    'outer request hello',
    'inner request hello',
    'inner answer hello',
    'outer answer hello',
    'inner status 0',
    'outer status 0',
  ]);
  expect(server.calls[0]?.metadata.get('passed')).toEqual(['outer, inner']);
});

test.each(['serverStream', 'clientStream', 'bidi'] as const)('they see a %s too', async (kind) => {
  const log: string[] = [];
  await using server = await startTestServer();
  using client = connect(server.address, { interceptors: [createRecorder('it', log)] });
  const calls = {
    serverStream: () => collect(client.serverStream(request)),
    clientStream: () => client.clientStream([request]),
    bidi: () => collect(client.bidi([request])),
  };
  await calls[kind]();
  expect(log.map((line) => line.split(' ')[1]!).sort()).toEqual([
    'answer',
    'request',
    'start',
    'status',
  ]);
});

test('one may refuse a call without sending it', async () => {
  await using server = await startTestServer();
  const refuse: grpc.Interceptor = (options, nextCall) =>
    new grpc.InterceptingCall(nextCall(options), {
      start: (_metadata, listener) => {
        const metadata = new grpc.Metadata();
        listener.onReceiveStatus({
          code: grpc.status.RESOURCE_EXHAUSTED,
          details: 'full',
          metadata,
        });
      },
      sendMessage: () => undefined,
      halfClose: () => undefined,
    });
  using client = connect(server.address, { interceptors: [refuse] });
  expect(await failureOf(client.unary(request))).toMatchObject({
    code: Code.RESOURCE_EXHAUSTED,
    message: 'full',
  });
  expect(server.calls).toHaveLength(0);
});

test('one may shorten the deadline', async () => {
  await using server = await startTestServer({ handlers: { unary: () => undefined } });
  const hurry: grpc.Interceptor = (options, nextCall) =>
    new grpc.InterceptingCall(nextCall({ ...options, deadline: Date.now() + 20 }));
  using client = connect(server.address, { interceptors: [hurry] });
  expect(await failureOf(client.unary(request))).toMatchObject({ code: Code.DEADLINE_EXCEEDED });
});

test('one that throws fails the call', async () => {
  await using server = await startTestServer();
  const broken: grpc.Interceptor = () => {
    throw new Error('misconfigured');
  };
  using client = connect(server.address, { interceptors: [broken] });
  expect(await failureOf(client.unary(request))).toMatchObject({
    code: Code.INTERNAL,
    message: 'the call could not begin: misconfigured',
  });
});

test('one sees the cancellation of its caller', async () => {
  let seen: string | undefined;
  const watch: grpc.Interceptor = (options, nextCall) =>
    new grpc.InterceptingCall(nextCall(options), {
      start: (metadata, _listener, next) => {
        next(metadata, {
          onReceiveStatus: (status, pass) => {
            seen = grpc.status[status.code];
            pass(status);
          },
        });
      },
    });
  await using server = await startTestServer({ handlers: { unary: () => undefined } });
  using client = connect(server.address, { interceptors: [watch] });
  await failureOf(client.unary(request, { signal: AbortSignal.timeout(20) }));
  expect(seen).toBe('CANCELLED');
});
