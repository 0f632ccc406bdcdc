import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { measureHeapBytes, startLeakCheck, startTcpServer } from './index.ts';

test('a closed server, its sockets and a cleared timer are no leak', async () => {
  using leaks = startLeakCheck();
  const server = await startTcpServer(() => undefined);
  const socket = connect(server.port, '127.0.0.1');
  await once(server.events, 'connection');
  const timer = setTimeout(() => undefined, 60_000).unref();
  expect(leaks.open().length).toBeGreaterThanOrEqual(4);
  clearTimeout(timer);
  socket.destroy();
  await server.stop();
  await leaks.expectNone();
});

test('an open socket is a leak, with the place where it was opened', async () => {
  await using server = await startTcpServer(() => undefined);
  using leaks = startLeakCheck();
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  await expect(leaks.expectNone(20)).rejects.toThrow(/TCPWRAP .*leak-check\.alone\.test\.ts/);
  socket.destroy();
  await leaks.expectNone();
});

test('an unref’ed timer is a leak', async () => {
  using leaks = startLeakCheck();
  const timer = setInterval(() => undefined, 60_000).unref();
  await expect(leaks.expectNone(20)).rejects.toThrow(/Timeout .*leak-check\.alone\.test\.ts/);
  clearInterval(timer);
});

test('the measured heap grows by what is kept and shrinks by what is not', async () => {
  const before = await measureHeapBytes();
  const kept = Array.from({ length: 1000 }, () => Array<number>(1000).fill(1.5));
  const full = await measureHeapBytes();
  kept.length = 0;
  const after = await measureHeapBytes();
  expect(full - before).toBeGreaterThan(7_000_000);
  expect(full - after).toBeGreaterThan(7_000_000);
});
