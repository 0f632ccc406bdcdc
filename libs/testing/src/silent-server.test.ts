import { once } from 'node:events';
import * as http2 from 'node:http2';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startSilentServer, startTcpRelay, startTcpServer, waitUntil } from './index.ts';

test('silent after tcp: takes what is sent and says nothing', async () => {
  await using server = await startSilentServer();
  const socket = connect(server.port, '127.0.0.1');
  let received = 0;
  socket.on('data', (chunk) => (received += chunk.length));
  socket.write('anybody?');
  await once(server.events, 'connection');
  const [peer] = server.sockets;
  await waitUntil(() => peer!.bytesRead === 8, { what: 'the text has arrived' });
  expect(received).toBe(0);
  socket.destroy();
});

test('silent after http2: a client connects, and no PING is answered', async () => {
  await using server = await startSilentServer({ silentAfter: 'http2' });
  const session = http2.connect(`http://${server.address}`);
  await once(session, 'remoteSettings');
  const pong = new Promise((resolve) => session.ping((error) => resolve(error)));
  session.destroy();
  expect(await pong).toMatchObject({ code: 'ERR_HTTP2_PING_CANCEL' });
});

test('a relay passes bytes, swallows them once frozen, and passes those of new connections', async () => {
  await using echo = await startTcpServer((socket) => socket.pipe(socket));
  await using relay = await startTcpRelay(echo.port);
  const first = connect(relay.port, '127.0.0.1');
  first.write('one');
  expect(String((await once(first, 'data'))[0])).toBe('one');
  relay.freeze();
  first.write('two');
  const second = connect(relay.port, '127.0.0.1');
  second.write('three');
  expect(String((await once(second, 'data'))[0])).toBe('three');
  expect(first.bytesRead).toBe(3);
  const resets = [once(first, 'error'), once(second, 'error')];
  relay.cut();
  expect((await Promise.all(resets)).flat()).toMatchObject([
    { code: 'ECONNRESET' },
    { code: 'ECONNRESET' },
  ]);
});
