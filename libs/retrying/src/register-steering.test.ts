import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { startTestServer } from '@ballast/testing';
import { describe, expect, test } from 'vitest';
import { callUnary, failing, retryAll } from '../test/steered-client.ts';
import { createSteering, createSteeringOption, registerSteering } from './index.ts';

registerSteering();
registerSteering();

const unavailable = { unary: failing(grpc.status.UNAVAILABLE) };

function connect(target: string, options: grpc.ChannelOptions = {}) {
  const client = new grpc.Client(target, grpc.credentials.createInsecure(), options);
  return { client, [Symbol.dispose]: () => client.close() };
}

const steered = () => createSteeringOption(createSteering(retryAll));

describe('a channel is steered whose target is', () => {
  test.each([
    ['a name', (port: number) => `dns:///localhost:${port}`],
    ['a name without a scheme', (port: number) => `localhost:${port}`],
    ['addresses', (port: number) => `ipv4:127.0.0.1:${port}`],
  ])('%s', async (_what, targetOf) => {
    await using server = await startTestServer({ handlers: unavailable });
    using channel = connect(targetOf(server.port), steered());
    await callUnary(channel.client);
    expect(server.calls).toHaveLength(4);
  });

  test('a socket', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'retrying-'));
    const path = join(directory, 'socket');
    let attempts = 0;
    const server = new grpc.Server();
    const identity = (bytes: Buffer) => bytes;
    server.addService(
      {
        unary: {
          path: '/ballast.testing.v1.TestService/Unary',
          requestStream: false,
          responseStream: false,
          requestSerialize: identity,
          requestDeserialize: identity,
          responseSerialize: identity,
          responseDeserialize: identity,
        },
      },
      {
        unary: (_call: unknown, answer: grpc.sendUnaryData<Buffer>) => {
          attempts += 1;
          answer({ code: grpc.status.UNAVAILABLE });
        },
      },
    );
    await new Promise<void>((resolve, reject) =>
      server.bindAsync(`unix:${path}`, grpc.ServerCredentials.createInsecure(), (error) =>
        error === null ? resolve() : reject(error),
      ),
    );
    using channel = connect(`unix:${path}`, steered());
    await callUnary(channel.client);
    server.forceShutdown();
    await rm(directory, { recursive: true });
    expect(attempts).toBe(4);
  });
});

test('a channel without the option is left as it was', async () => {
  await using server = await startTestServer({ handlers: unavailable });
  const [config] = retryAll.methodConfig!;
  using channel = connect(`dns:///localhost:${server.port}`, {
    'grpc.service_config': JSON.stringify({
      loadBalancingConfig: [],
      methodConfig: [{ ...config, retryPolicy: { ...config!.retryPolicy, maxAttempts: 2 } }],
    }),
  });
  await callUnary(channel.client);
  expect(server.calls).toHaveLength(2);
});

test('the authority of calls and the target’s name stay as they were', async () => {
  await using server = await startTestServer({
    handlers: { unary: (call, answer) => answer(null, { text: call.getHost(), count: 0 }) },
  });
  const target = `dns:///localhost:${server.port}`;
  using channel = connect(target, steered());
  const { answer } = await callUnary(channel.client);
  expect(answer?.text).toBe(`localhost:${server.port}`);
  expect(channel.client.getChannel().getTarget()).toBe(target);
});

test('channels with different steering share their connections', async () => {
  const sessions = new Set<string>();
  await using server = await startTestServer({
    handlers: {
      unary: (call, answer) => {
        sessions.add(call.getPeer());
        answer(null, call.request);
      },
    },
  });
  using first = connect(`ipv4:127.0.0.1:${server.port}`, steered());
  using second = connect(`ipv4:127.0.0.1:${server.port}`, steered());
  await callUnary(first.client);
  await callUnary(second.client);
  expect(sessions.size).toBe(1);
});
