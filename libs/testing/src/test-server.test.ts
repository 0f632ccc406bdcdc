import * as grpc from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { createTestCertificate, startRestartableServer, startTestServer } from './index.ts';
import { testServiceDefinition } from './index.ts';
import type { TestMessage } from './index.ts';

const { unary, serverStream, clientStream, bidi } = testServiceDefinition;

function connectTo(address: string, credentials = grpc.credentials.createInsecure()) {
  // With the global pool, a second client would wait out the first one's connection back-off.
  const client = new grpc.Client(address, credentials, { 'grpc.use_local_subchannel_pool': 1 });
  return Object.assign(client, { [Symbol.dispose]: () => client.close() });
}

function callUnary(client: grpc.Client, request: TestMessage): Promise<TestMessage> {
  return new Promise((resolve, reject) => {
    const { path, requestSerialize, responseDeserialize } = unary;
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      (error, answer) => {
        if (error) reject(error);
        else resolve(answer!);
      },
    );
  });
}

async function collect(stream: AsyncIterable<TestMessage>): Promise<TestMessage[]> {
  const messages: TestMessage[] = [];
  for await (const message of stream) messages.push(message);
  return messages;
}

describe('echoing handlers', () => {
  test('unary answers the request', async () => {
    await using server = await startTestServer();
    using client = connectTo(server.address);
    expect(await callUnary(client, { text: 'a', count: 1 })).toEqual({ text: 'a', count: 1 });
    expect(server.calls.map((call) => call.method)).toEqual(['unary']);
  });

  test('server streaming repeats and counts', async () => {
    await using server = await startTestServer();
    using client = connectTo(server.address);
    const { path, requestSerialize, responseDeserialize } = serverStream;
    const request = { text: 'a', count: 2 };
    const answers = await collect(
      client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request),
    );
    expect(answers).toEqual([
      { text: 'a', count: 0 },
      { text: 'a', count: 1 },
    ]);
  });

  test('client streaming joins and counts', async () => {
    await using server = await startTestServer();
    using client = connectTo(server.address);
    const { path, requestSerialize, responseDeserialize } = clientStream;
    const answer = await new Promise((resolve, reject) => {
      const call = client.makeClientStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        (error, message) => (error ? reject(error) : resolve(message)),
      );
      call.write({ text: 'a', count: 0 });
      call.end({ text: 'b', count: 0 });
    });
    expect(answer).toEqual({ text: 'ab', count: 2 });
  });

  test('bidirectional streaming answers each request', async () => {
    await using server = await startTestServer();
    using client = connectTo(server.address);
    const { path, requestSerialize, responseDeserialize } = bidi;
    const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    call.write({ text: 'a', count: 7 });
    call.end({ text: 'b', count: 8 });
    expect(await collect(call)).toEqual([
      { text: 'a', count: 7 },
      { text: 'b', count: 8 },
    ]);
  });
});

test('a handler can be replaced', async () => {
  await using server = await startTestServer({
    handlers: { unary: (_call, answer) => answer({ code: grpc.status.ABORTED, details: 'no' }) },
  });
  using client = connectTo(server.address);
  await expect(callUnary(client, { text: '', count: 0 })).rejects.toMatchObject({
    code: grpc.status.ABORTED,
    details: 'no',
  });
});

test('a killed server comes back on its port', async () => {
  await using server = await startRestartableServer();
  using client = connectTo(server.address);
  await callUnary(client, { text: 'a', count: 0 });
  server.kill();
  await expect(callUnary(client, { text: 'b', count: 0 })).rejects.toMatchObject({
    code: grpc.status.UNAVAILABLE,
  });
  await server.restart();
  using fresh = connectTo(server.address);
  expect((await callUnary(fresh, { text: 'c', count: 0 })).text).toBe('c');
  expect(server.current.calls).toHaveLength(1);
});

test('serves TLS with a certificate made for the test', async () => {
  const { certificatePem, keyPem } = createTestCertificate();
  const pair = { cert_chain: Buffer.from(certificatePem), private_key: Buffer.from(keyPem) };
  await using server = await startTestServer({
    credentials: grpc.ServerCredentials.createSsl(null, [pair]),
  });
  using client = connectTo(
    `localhost:${server.port}`,
    grpc.credentials.createSsl(Buffer.from(certificatePem)),
  );
  expect((await callUnary(client, { text: 'secret', count: 0 })).text).toBe('secret');
});
