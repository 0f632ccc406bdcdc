/** What travels, and how: TLS, compression, size limits, proxies. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from '@ballast/status';
import {
  createTestCertificate,
  startTcpRelay,
  startTestServer,
  testServiceDefinition,
} from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import { describe, expect, test, vi } from 'vitest';
import { connect, failureOf } from '../test/connect.ts';
import { createChannel, createClient, loadTlsCredentials } from './index.ts';

const request = { text: 'hello', count: 1 };

async function createFiles(contents: Readonly<Record<string, string>>) {
  const directory = await mkdtemp(join(tmpdir(), 'ballast-client-'));
  const paths = Object.keys(contents).map((name) => [name, join(directory, name)] as const);
  for (const [name, path] of paths) await writeFile(path, contents[name]!);
  return {
    paths: Object.fromEntries(paths),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}

describe('TLS from files', () => {
  const ours = createTestCertificate();
  const theirs = createTestCertificate('client');
  const pair = {
    cert_chain: Buffer.from(ours.certificatePem),
    private_key: Buffer.from(ours.keyPem),
  };
  const byName = { 'grpc.ssl_target_name_override': 'localhost' };

  test('a server of a known authority is called', async () => {
    await using server = await startTestServer({
      credentials: grpc.ServerCredentials.createSsl(null, [pair]),
    });
    await using files = await createFiles({ 'ca.pem': ours.certificatePem });
    const credentials = loadTlsCredentials({ authorityFile: files.paths['ca.pem'] });
    using client = connect(server.address, { credentials, channelOptions: byName });
    expect(await client.unary(request)).toEqual(request);
  });

  test('a server that wants to know its client is called with a certificate', async () => {
    const authority = Buffer.from(theirs.certificatePem);
    await using server = await startTestServer({
      credentials: grpc.ServerCredentials.createSsl(authority, [pair], true),
    });
    await using files = await createFiles({
      'ca.pem': ours.certificatePem,
      'cert.pem': theirs.certificatePem,
      'key.pem': theirs.keyPem,
    });
    const credentials = loadTlsCredentials({
      authorityFile: files.paths['ca.pem'],
      certificateFile: files.paths['cert.pem'],
      keyFile: files.paths['key.pem'],
    });
    using client = connect(server.address, { credentials, channelOptions: byName });
    expect(await client.unary(request)).toEqual(request);
  });

  test('credentials of calls go along', async () => {
    await using server = await startTestServer({
      credentials: grpc.ServerCredentials.createSsl(null, [pair]),
    });
    await using files = await createFiles({ 'ca.pem': ours.certificatePem });
    const token = new grpc.Metadata();
    token.set('authorization', 'Bearer 7');
    const credentials = grpc.credentials.combineChannelCredentials(
      loadTlsCredentials({ authorityFile: files.paths['ca.pem'] }),
      grpc.credentials.createFromMetadataGenerator((_options, give) => give(null, token)),
    );
    using client = connect(server.address, { credentials, channelOptions: byName });
    await client.unary(request);
    expect(server.calls[0]?.metadata.get('authorization')).toEqual(['Bearer 7']);
  });

  test('a server of an unknown authority is not called', async () => {
    await using server = await startTestServer({
      credentials: grpc.ServerCredentials.createSsl(null, [pair]),
    });
    await using files = await createFiles({ 'ca.pem': theirs.certificatePem });
    const credentials = loadTlsCredentials({ authorityFile: files.paths['ca.pem'] });
    using client = connect(server.address, { credentials, channelOptions: byName });
    expect(await failureOf(client.unary(request))).toMatchObject({ code: Code.UNAVAILABLE });
  });

  test('a file that is missing, broken, or without its partner is named', async () => {
    await using files = await createFiles({ 'broken.pem': 'no certificate' });
    const broken = files.paths['broken.pem'];
    expect(() => loadTlsCredentials({ authorityFile: '/no/ca.pem' })).toThrow(
      'tls.authorityFile must be a readable file, got "/no/ca.pem"',
    );
    expect(() => loadTlsCredentials({ keyFile: broken })).toThrow(
      'tls.certificateFile and tls.keyFile must be given together',
    );
    expect(() => loadTlsCredentials({ keyFile: broken, certificateFile: broken })).toThrow(
      /^tls: .* in .*broken\.pem/,
    );
  });
});

describe('gzip', () => {
  const long = { text: 'long and dull '.repeat(10_000), count: 1 };

  async function countSentBytes(compression: 'gzip' | 'none'): Promise<number> {
    await using server = await startTestServer({
      handlers: {
        unary: (call, answer) => answer(null, { text: '', count: call.request.text.length }),
      },
    });
    await using relay = await startTcpRelay(server.port);
    using client = connect(relay.address, { compression });
    expect(await client.unary(long)).toEqual({ text: '', count: long.text.length });
    return [...relay.sockets].reduce((sum, socket) => sum + socket.bytesRead, 0);
  }

  test('makes requests small', async () => {
    expect(await countSentBytes('none')).toBeGreaterThan(140_000);
    expect(await countSentBytes('gzip')).toBeLessThan(5000);
  });

  test('of answers is understood in any case', async () => {
    await using server = await startTestServer({
      options: { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip },
    });
    using client = connect(server.address);
    expect(await client.unary(long)).toEqual(long);
  });
});

describe('size limits', () => {
  const large = { text: 'x'.repeat(10_000), count: 1 };

  test('an answer above its limit is RESOURCE_EXHAUSTED', async () => {
    await using server = await startTestServer();
    using client = connect(server.address, { maxReceiveBytes: 9000 });
    expect(await failureOf(client.unary(large))).toMatchObject({ code: Code.RESOURCE_EXHAUSTED });
    expect(await client.unary(request)).toEqual(request);
  });

  test('a request above its limit is RESOURCE_EXHAUSTED and is not sent', async () => {
    const received: number[] = [];
    await using server = await startTestServer({
      handlers: {
        unary: (call, answer) => {
          received.push(call.request.text.length);
          answer(null, call.request);
        },
      },
    });
    using client = connect(server.address, { maxSendBytes: 9000 });
    expect(await failureOf(client.unary(large))).toMatchObject({ code: Code.RESOURCE_EXHAUSTED });
    expect(await client.unary(request)).toEqual(request);
    expect(received).toEqual([5]);
  });
});

test('a proxy of the environment is not used', async () => {
  await using server = await startTestServer();
  vi.stubEnv('http_proxy', 'http://127.0.0.1:1');
  using client = connect(server.address);
  expect(await client.unary(request)).toEqual(request);
  vi.unstubAllEnvs();
});

test('clients may share a channel, which outlives them', async () => {
  await using server = await startTestServer();
  const channel = createChannel({ target: `static:///${server.address}` });
  for (const text of ['one', 'two']) {
    using client = createClient(testServiceDefinition, { channel });
    expect(await client.unary({ text, count: 1 })).toEqual({ text, count: 1 });
  }
  channel.close();
});
