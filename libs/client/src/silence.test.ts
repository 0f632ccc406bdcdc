/** Peers that are there for TCP and for nothing else. */
import { Code, StatusError } from '@ballast/status';
import {
  createTestCertificate,
  startRestartableServer,
  startSilentServer,
  startTcpRelay,
  startTcpServer,
  startTestServer,
} from '@ballast/testing';
import type { TcpServer, TestServiceDefinition } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { connect, failureOf } from '../test/connect.ts';
import type { ChannelSettings, Client } from './index.ts';

const request = { text: 'anybody?', count: 1 };

/** Short, so that the tests are; the proportions are those of the defaults. */
const impatient: Partial<ChannelSettings> = {
  handshakeTimeoutMs: 100,
  keepaliveTimeMs: 100,
  keepaliveTimeoutMs: 50,
  initialBackoffMs: 20,
  maxBackoffMs: 50,
};

/**
 * A port behind which the first peer is silent for ever, its connection never ends, and whoever comes
 * after it is let through to the real server.
 */
function startSilentThenServing(port: number, hello: Buffer): Promise<TcpServer> {
  let connections = 0;
  return startTcpServer((socket) => {
    if (connections++ > 0) {
      const far = connectTcp(port, '127.0.0.1');
      far.on('error', () => undefined);
      socket.on('close', () => far.destroy());
      socket.pipe(far).pipe(socket);
      return;
    }
    socket.write(hello);
    socket.resume();
  });
}

// RFC 9113, section 6.5: an empty SETTINGS frame.
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

/** Until a dead connection is given up, calls on it run out of time or are dropped with it. */
async function callUntilAnswered(client: Client<TestServiceDefinition>): Promise<void> {
  for (;;) {
    const failure = await client.unary(request, { waitForReady: true, timeoutMs: 1000 }).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure === undefined) return;
    expect(failure).toBeInstanceOf(StatusError);
  }
}

describe.each(['tcp', 'http2'] as const)('a peer that is silent after %s', (silentAfter) => {
  test('costs a call its deadline and no more', async () => {
    await using silent = await startSilentServer({ silentAfter });
    using client = connect(silent.address);
    expect(await failureOf(client.unary(request, { timeoutMs: 100 }))).toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
    });
  });

  test('fails a call without a deadline', async () => {
    await using silent = await startSilentServer({ silentAfter });
    using client = connect(silent.address, impatient);
    expect(await failureOf(client.unary(request, { timeoutMs: Infinity }))).toMatchObject({
      code: Code.UNAVAILABLE,
    });
  });

  test('does not hold the channel: its successor on the same port is called', async () => {
    const silent = await startSilentServer({ silentAfter });
    using client = connect(silent.address, impatient);
    await failureOf(client.unary(request, { timeoutMs: 50 }));
    await silent.stop();
    await using server = await startTestServer({ port: silent.port });
    await callUntilAnswered(client);
    expect(server.calls).toHaveLength(1);
  });

  test('does not hold the channel even if its connection never ends', async () => {
    await using server = await startTestServer();
    const hello = silentAfter === 'http2' ? SETTINGS : Buffer.of();
    await using port = await startSilentThenServing(server.port, hello);
    using client = connect(port.address, impatient);
    await failureOf(client.unary(request, { timeoutMs: 50 }));
    await callUntilAnswered(client);
    expect(server.calls).toHaveLength(1);
  });
});

test('a TLS peer that is silent after TCP fails a call without a deadline', async () => {
  const { certificatePem } = createTestCertificate();
  await using silent = await startSilentServer();
  using client = connect(silent.address, {
    ...impatient,
    credentials: grpc.credentials.createSsl(Buffer.from(certificatePem)),
    channelOptions: { 'grpc.ssl_target_name_override': 'localhost' },
  });
  expect(await failureOf(client.unary(request, { timeoutMs: Infinity }))).toMatchObject({
    code: Code.UNAVAILABLE,
    message: expect.stringMatching(/the peer was silent in its handshake for 100 ms/) as string,
  });
});

test('a TLS peer that is silent after the TLS handshake fails a call without a deadline', async () => {
  const { certificatePem, keyPem } = createTestCertificate();
  const silent = createTlsServer({ cert: certificatePem, key: keyPem, ALPNProtocols: ['h2'] });
  silent.on('secureConnection', (socket) => socket.on('error', () => undefined));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  using client = connect(`127.0.0.1:${(silent.address() as AddressInfo).port}`, {
    ...impatient,
    credentials: grpc.credentials.createSsl(Buffer.from(certificatePem)),
    channelOptions: { 'grpc.ssl_target_name_override': 'localhost' },
  });
  expect(await failureOf(client.unary(request, { timeoutMs: Infinity }))).toMatchObject({
    code: Code.UNAVAILABLE,
  });
  silent.close();
});

test('a peer that falls silent in mid-life is replaced, and its calls fail', async () => {
  await using server = await startTestServer({ handlers: { serverStream: () => undefined } });
  await using relay = await startTcpRelay(server.port);
  using client = connect(relay.address, impatient);
  await client.unary(request);
  const stream = client.serverStream(request);
  const waiting = failureOf(stream.next());
  await client.unary(request);
  relay.freeze();
  expect(await waiting).toMatchObject({ code: Code.UNAVAILABLE });
  expect(await client.unary(request, { waitForReady: true })).toEqual(request);
});

test('a silent peer among others costs nothing', async () => {
  await using silent = await startSilentServer();
  await using server = await startTestServer();
  using client = connect(`${silent.address},${server.address}`);
  for (let count = 0; count < 20; count++) await client.unary({ text: '', count });
  expect(server.calls).toHaveLength(20);
});

test('a server that dies and comes back is called again by the same client', async () => {
  await using server = await startRestartableServer();
  using client = connect(server.address, { initialBackoffMs: 20 });
  await client.unary(request);
  server.kill();
  expect(await failureOf(client.unary(request))).toMatchObject({ code: Code.UNAVAILABLE });
  await server.restart();
  expect(await client.unary(request, { waitForReady: true })).toEqual(request);
});

test('a handshake in time is not disturbed later', async () => {
  await using server = await startTestServer({ handlers: { serverStream: () => undefined } });
  using client = connect(server.address, { handshakeTimeoutMs: 10 });
  const stream = client.serverStream(request);
  const outcome = stream.next();
  const overAtMs = performance.now() + 50;
  while (performance.now() < overAtMs) await client.unary(request);
  await stream.return?.();
  expect(await outcome).toEqual({ done: true, value: undefined });
});
