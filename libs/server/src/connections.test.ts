import { InventoryServiceService as inventory, WatchStockRequest } from '@ballast/contracts';
import { createGate } from '@ballast/testing';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startInventory } from '../test/start-inventory.ts';

describe.concurrent('a connection', () => {
  it.each([
    ['nothing at all', ''],
    // The client preface with an empty SETTINGS frame (RFC 9113, section 3.4).
    ['hello and then nothing', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0'],
  ])('whose peer says %s is dropped', async (_, hello) => {
    await using shop = await startInventory(
      {},
      { server: { keepaliveTimeMs: 1000, keepaliveTimeoutMs: 100 } },
    );
    const socket = connect(shop.server.port, '127.0.0.1').resume();
    socket.write(hello, 'latin1');
    await once(socket, 'close');
  });

  it('that is old is told to go, and what runs on it goes on', async () => {
    const next = createGate();
    await using shop = await startInventory(
      {
        watchStock: async function* () {
          yield { stock: undefined };
          await next.opened;
          yield { stock: undefined };
        },
      },
      { server: { maxConnectionAgeMs: 1000 } },
    );
    const session = connectHttp2(`http://${shop.server.address}`);
    const goaway = once(session, 'goaway');
    const stream = session.request({
      ':method': 'POST',
      ':path': inventory.watchStock.path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const request = WatchStockRequest.encode({ skus: [] }).finish();
    stream.end(Buffer.concat([Buffer.from([0, 0, 0, 0, request.length]), request]));
    let bytes = 0;
    stream.on('data', (chunk: Buffer) => (bytes += chunk.length));
    const trailers = once(stream, 'trailers') as Promise<[Record<string, unknown>]>;
    await goaway;
    expect(bytes).toBe(5);
    next.open();
    const [{ 'grpc-status': status }] = await trailers;
    expect(status).toBe('0');
    expect(bytes).toBe(10);
    await once(session, 'close');
  });
});
