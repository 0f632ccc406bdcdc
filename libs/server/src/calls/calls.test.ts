import { InventoryServiceService as inventory, type Stock } from '@ballast/contracts';
import { createGate } from '@ballast/testing';
import { Code, notFound } from '@ballast/status';
import { Metadata } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import {
  callBidi,
  callClientStream,
  callServerStream,
  callUnary,
  collect,
} from '../../test/calls.ts';
import { startInventory } from '../../test/start-inventory.ts';

const stockOf = (sku: string, onHand = 1n): Stock => ({
  sku,
  name: sku,
  priceCents: 100n,
  onHand,
  reserved: 0n,
  available: onHand,
  version: 1n,
});
const row = (sku: string) => ({ sku, name: sku, priceCents: 1n, received: 2n });

async function firstOf(rows: AsyncIterable<unknown>): Promise<bigint> {
  for await (const first of rows) return first === undefined ? 0n : 1n;
  return 0n;
}

describe('a unary call', () => {
  it('is answered with what its handler returns', async () => {
    await using shop = await startInventory({
      getStock: async ({ sku }) => ({ stock: stockOf(sku, 7n) }),
    });
    const { response } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    expect(await response).toEqual({ stock: stockOf('mug', 7n) });
  });

  it('fails with the status that its handler throws, details and all', async () => {
    await using shop = await startInventory({
      getStock: async () => {
        throw notFound('no such sku: grün', {
          reason: 'UNKNOWN_SKU',
          metadata: { sku: 'mug' },
          retryDelayMs: 1500,
        });
      },
    });
    const { response } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    await expect(response).rejects.toMatchObject({
      code: Code.NOT_FOUND,
      message: 'no such sku: grün',
      reason: 'UNKNOWN_SKU',
      domain: 'ballast',
      metadata: { sku: 'mug' },
      retryDelayMs: 1500,
    });
    expect(shop.log.at('error')).toEqual([]);
  });

  it('carries metadata both ways', async () => {
    await using shop = await startInventory({
      getStock: async ({ sku }, context) => {
        const headers = new Metadata();
        headers.set('x-echo', String(context.metadata.get('x-tenant')));
        context.sendHeaders(headers);
        context.trailers.set('x-rows', '1');
        return { stock: stockOf(sku) };
      },
    });
    const metadata = new Metadata();
    metadata.set('x-tenant', 'acme');
    const { call, response } = callUnary(
      shop.client,
      inventory.getStock,
      { sku: 'mug' },
      { metadata },
    );
    const seen: string[] = [];
    call.on('metadata', (headers: Metadata) => seen.push(String(headers.get('x-echo'))));
    call.on('status', ({ metadata: trailers }) => seen.push(String(trailers.get('x-rows'))));
    await response;
    await new Promise(setImmediate);
    expect(seen).toEqual(['acme', '1']);
  });
});

describe('a server stream', () => {
  it('sends what its generator yields, in order, and then its trailers', async () => {
    await using shop = await startInventory({
      watchStock: async function* ({ skus }, context) {
        for (const sku of skus) yield { stock: stockOf(sku) };
        context.trailers.set('x-rows', String(skus.length));
      },
    });
    const skus = Array.from({ length: 100 }, (_, at) => `sku-${at}`);
    const stream = callServerStream(shop.client, inventory.watchStock, { skus });
    const trailers = new Promise((resolve) =>
      stream.on('status', ({ metadata }) => resolve(metadata.get('x-rows'))),
    );
    const { messages, error } = await collect(stream);
    expect(messages.map(({ stock }) => stock?.sku)).toEqual(skus);
    expect(error).toBeUndefined();
    expect(await trailers).toEqual(['100']);
  });

  it('fails with the status that its generator throws, after what it yielded', async () => {
    await using shop = await startInventory({
      watchStock: async function* () {
        yield { stock: stockOf('mug') };
        throw notFound('gone', { reason: 'GONE' });
      },
    });
    const { messages, error } = await collect(
      callServerStream(shop.client, inventory.watchStock, { skus: [] }),
    );
    expect(messages).toHaveLength(1);
    expect(error).toMatchObject({ code: Code.NOT_FOUND, reason: 'GONE' });
  });
});

describe('a client stream', () => {
  it('gives its handler every message, and then the end', async () => {
    await using shop = await startInventory({
      importStock: async (rows) => {
        const skus: string[] = [];
        for await (const { sku } of rows) skus.push(sku);
        return { imported: BigInt(skus.length), rejected: 0n, errors: [] };
      },
    });
    const { call, response } = callClientStream(shop.client, inventory.importStock);
    for (let at = 0; at < 200; at++) call.write(row(`sku-${at}`));
    call.end();
    expect((await response).imported).toBe(200n);
  });

  it('may be answered before it has ended', async () => {
    await using shop = await startInventory({
      importStock: async (rows) => {
        const imported = await firstOf(rows);
        return { imported, rejected: 0n, errors: [] };
      },
    });
    const { call, response } = callClientStream(shop.client, inventory.importStock);
    call.write(row('mug'));
    expect((await response).imported).toBe(1n);
  });
});

describe('a conversation', () => {
  it('answers each message before it reads the next', async () => {
    await using shop = await startInventory({
      adjustStock: async function* (adjustments) {
        for await (const { sku, delta } of adjustments) {
          yield { outcome: { $case: 'adjusted', value: stockOf(sku, delta) } };
        }
      },
    });
    const stream = callBidi(shop.client, inventory.adjustStock);
    const answers: bigint[] = [];
    const answered = createGate();
    stream.on('data', ({ outcome }) => {
      answers.push(outcome?.$case === 'adjusted' ? outcome.value.onHand : -1n);
      if (answers.length < 5) stream.write({ sku: 'mug', delta: BigInt(answers.length + 1) });
      else stream.end();
    });
    stream.on('end', () => answered.open());
    stream.write({ sku: 'mug', delta: 1n });
    await answered.opened;
    expect(answers).toEqual([1n, 2n, 3n, 4n, 5n]);
  });

  it('ends OK when its handler has heard enough', async () => {
    await using shop = await startInventory({
      adjustStock: async function* (adjustments) {
        for await (const { sku } of adjustments) {
          yield { outcome: { $case: 'adjusted', value: stockOf(sku) } };
          return;
        }
      },
    });
    const stream = callBidi(shop.client, inventory.adjustStock);
    stream.write({ sku: 'mug', delta: 1n });
    const { messages, error } = await collect(stream);
    expect(messages).toHaveLength(1);
    expect(error).toBeUndefined();
  });
});
