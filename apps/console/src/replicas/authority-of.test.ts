import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { Attention } from './attention.ts';
import { authorityOf } from './authority-of.ts';
import { followProcess } from './follow-process.ts';

test.each([
  ['dns-poll:///orders-headless:50051', 'orders-headless:50051'],
  ['dns-poll:///orders-headless.shop.svc:50051', 'orders-headless.shop.svc:50051'],
  ['dns:orders-headless:50051', 'orders-headless:50051'],
  ['dns://10.0.0.10/orders-headless', 'orders-headless'],
  ['dns-poll:///_grpc._tcp.orders', 'orders'],
  ['kubernetes:///orders:grpc', undefined],
  ['static:///127.0.0.1:50051', undefined],
  ['file:///tmp/orders.json', undefined],
])('the replicas of %s are called as %s', (target, name) => {
  expect(authorityOf(target)).toBe(name);
});

test('a process is asked by its address, under the name that it is known by', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const process = followProcess({
    ...{ address: `127.0.0.1:${port}`, authority: 'orders-headless:50051' },
    ...{ now: () => 0, attention: new Attention() },
    ...{ onState: () => undefined, onTurn: () => undefined },
  });
  const [stream, headers] = (await once(server, 'stream')) as [
    { close(): void },
    IncomingHttpHeaders,
  ];
  expect(headers[':authority']).toBe('orders-headless:50051');
  process.close();
  stream.close();
  server.close();
});
