import {
  GetStockRequest,
  GetStockResponse,
  InventoryServiceService as inventory,
} from '@ballast/contracts';
import { Code } from '@ballast/status';
import { connect } from 'node:http2';
import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { callServerStream, callUnary, collect } from '../../test/calls.ts';
import { startInventory } from '../../test/start-inventory.ts';

const stockNamed = (name: string) => ({
  stock: { sku: 'mug', name, priceCents: 1n, onHand: 1n, reserved: 0n, available: 1n, version: 1n },
});
const long = 'long '.repeat(1000);
const gzipClient = { 'grpc.default_compression_algorithm': 2 as const };

/** One frame of a response as it stands on the wire, asked for with or without gzip. */
async function frameOf(
  address: string,
  encoding: 'gzip' | 'identity',
): Promise<{ flag: number; body: Buffer; encoding: unknown }> {
  const session = connect(`http://${address}`);
  const message = GetStockRequest.encode({ sku: 'mug' }).finish();
  const payload = encoding === 'gzip' ? gzipSync(message) : Buffer.from(message);
  const head = Buffer.from([encoding === 'gzip' ? 1 : 0, 0, 0, 0, payload.length]);
  const stream = session.request({
    ':method': 'POST',
    ':path': inventory.getStock.path,
    'content-type': 'application/grpc',
    'grpc-encoding': encoding,
    te: 'trailers',
  });
  stream.end(Buffer.concat([head, payload]));
  const headers = new Promise<Record<string, unknown>>((resolve) => stream.on('response', resolve));
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  session.close();
  const frame = Buffer.concat(chunks);
  return {
    flag: frame.readUInt8(0),
    body: frame.subarray(5, 5 + frame.readUInt32BE(1)),
    encoding: (await headers)['grpc-encoding'],
  };
}

describe('a response', () => {
  it('is gzip for a caller whose request was', async () => {
    await using shop = await startInventory({ getStock: async () => stockNamed(long) });
    const { flag, body, encoding } = await frameOf(shop.server.address, 'gzip');
    expect([flag, encoding]).toEqual([1, 'gzip']);
    expect(body.length).toBeLessThan(200);
    expect(GetStockResponse.decode(gunzipSync(body)).stock?.name).toBe(long);
  });

  it('is plain for a caller whose request was', async () => {
    await using shop = await startInventory({ getStock: async () => stockNamed(long) });
    const { flag, body, encoding } = await frameOf(shop.server.address, 'identity');
    expect([flag, encoding]).toEqual([0, 'identity']);
    expect(GetStockResponse.decode(body).stock?.name).toBe(long);
  });

  it.each([
    ['short', 'mug'],
    ['random', randomBytes(20_000).toString('hex').slice(0, 900)],
  ])('that is %s is not worth it', async (_, name) => {
    await using shop = await startInventory({ getStock: async () => stockNamed(name) });
    const { flag, body } = await frameOf(shop.server.address, 'gzip');
    expect(flag).toBe(0);
    expect(GetStockResponse.decode(body).stock?.name).toBe(name);
  });
});

describe('a grpc-js client that compresses', () => {
  it('and this server understand each other', async () => {
    await using shop = await startInventory(
      { getStock: async ({ sku }) => stockNamed(sku + long) },
      { client: gzipClient },
    );
    const sku = 'a'.repeat(64);
    const { response } = callUnary(shop.client, inventory.getStock, { sku });
    expect((await response).stock?.name).toBe(sku + long);
  });

  it('gets a stream in order, large and small mixed', async () => {
    const names = Array.from({ length: 60 }, (_, at) => (at % 3 === 0 ? `${at}` : `${at} ${long}`));
    await using shop = await startInventory(
      {
        watchStock: async function* () {
          for (const name of names) yield stockNamed(name);
        },
      },
      { client: gzipClient },
    );
    const { messages, error } = await collect(
      callServerStream(shop.client, inventory.watchStock, { skus: [] }),
    );
    expect(error).toBeUndefined();
    expect(messages.map(({ stock }) => stock?.name)).toEqual(names);
  });

  it('cannot make this server unpack more than the limit', async () => {
    await using shop = await startInventory(
      { getStock: async () => ({ stock: undefined }) },
      { client: gzipClient, server: { maxReceiveBytes: 10_000 } },
    );
    const { response } = callUnary(shop.client, inventory.getStock, { sku: 'x'.repeat(1_000_000) });
    await expect(response).rejects.toMatchObject({ code: Code.RESOURCE_EXHAUSTED });
  });
});
