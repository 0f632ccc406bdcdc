import { startTcpServer } from '@ballast/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../test/connect.ts';

async function startCounting() {
  let connections = 0;
  let tell: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (tell = resolve));
  const server = await startTcpServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    tell();
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { address: `127.0.0.1:${server.port}`, first, count: () => connections };
}

describe('a client', () => {
  test('connects with its first call, and before it where that is wanted', async () => {
    const [lazy, eager] = [await startCounting(), await startCounting()];
    using clients = new DisposableStack();
    clients.use(connect(lazy.address));
    clients.use(connect(eager.address, { connectsAtOnce: true }));
    // Made after the other, and connected: so that one would have been, too.
    await eager.first;
    expect([lazy.count(), eager.count()]).toEqual([0, 1]);
  });
});
