import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startTcpServer, type TcpServer } from '@ballast/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type NetworkProxy, startNetworkProxy } from './network-proxy.ts';

let server: TcpServer;
let proxy: NetworkProxy;
let other: NetworkProxy;

beforeEach(async () => {
  server = await startTcpServer((socket) => socket.pipe(socket));
  proxy = await startNetworkProxy(server.address);
  other = await startNetworkProxy(server.address);
});

afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
  await server.stop();
});

async function open({ address } = proxy): Promise<Socket> {
  const socket = connect(Number(address.split(':')[1]), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function ask(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return String(bytes);
}

/**
 * Whether nothing comes back on a connection, nor its end, though enough has happened for both: a word
 * that was said later, elsewhere, has gone all the way and back.
 */
async function isSilent(socket: Socket): Promise<boolean> {
  let heard = false;
  socket.on('data', () => (heard = true));
  socket.write('anybody?');
  const witness = await open(other);
  await ask(witness, 'witness');
  witness.destroy();
  return !heard && !socket.destroyed && !socket.readableEnded;
}

test('a clear network carries both ways', async () => {
  const socket = await open();
  expect(await ask(socket, 'ping')).toBe('ping');
  expect(proxy.connections).toBe(1);
  socket.destroy();
});

test('a half-open connection is silent for ever, and new ones pass', async () => {
  const socket = await open();
  await ask(socket, 'ping');
  proxy.become({ kind: 'half-open' });
  expect(await isSilent(socket)).toBe(true);
  expect(await ask(await open(), 'ping')).toBe('ping');
  proxy.become({ kind: 'clear' });
  expect(await isSilent(socket)).toBe(true);
  socket.destroy();
});

test('a black hole swallows old and new connections, and afterwards carries again', async () => {
  const old = await open();
  await ask(old, 'ping');
  proxy.become({ kind: 'blackhole' });
  const young = await open();
  expect([await isSilent(old), await isSilent(young)]).toEqual([true, true]);
  proxy.become({ kind: 'clear' });
  expect([await ask(old, 'pong'), await ask(young, 'pong')]).toEqual(['pong', 'pong']);
  old.destroy();
  young.destroy();
});

test('a silent connection does not tell that the server is gone', async () => {
  const socket = await open();
  await ask(socket, 'ping');
  proxy.become({ kind: 'half-open' });
  for (const each of server.sockets) each.destroy();
  expect(await isSilent(socket)).toBe(true);
  socket.destroy();
});

test('a slow network carries later, whole and in order', async () => {
  const socket = await open();
  proxy.become({ kind: 'slow', delayMs: 5, bytesPerSecond: 1_000_000 });
  const sent = Array.from({ length: 200 }, (_, i) => `${i},`).join('');
  let heard = '';
  socket.on('data', (bytes) => (heard += String(bytes)));
  for (const piece of sent.match(/.{1,7}/g) ?? []) socket.write(piece);
  socket.end();
  await once(socket, 'end');
  expect(heard).toBe(sent);
});

test('a reset ends every connection with ECONNRESET', async () => {
  const sockets = [await open(), await open()];
  for (const socket of sockets) await ask(socket, 'ping');
  const errors = sockets.map((socket) => once(socket, 'error'));
  proxy.reset();
  expect((await Promise.all(errors)).map(([error]) => (error as { code: string }).code)).toEqual([
    'ECONNRESET',
    'ECONNRESET',
  ]);
});

test('a target that is no address is refused', async () => {
  await expect(startNetworkProxy('nowhere')).rejects.toThrow('host:port, got "nowhere"');
});
