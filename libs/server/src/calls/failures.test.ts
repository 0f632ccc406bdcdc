import { InventoryServiceService as inventory } from '@ballast/contracts';
import { Code, internal, invalidArgument } from '@ballast/status';
import type { Metadata } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { callServerStream, callUnary, collect } from '../../test/calls.ts';
import { startInventory } from '../../test/start-inventory.ts';

describe('a throw that nobody meant', () => {
  it.each([
    ['an error', new TypeError('secret: password is hunter2')],
    ['a foreign gRPC error', Object.assign(new Error('secret'), { code: 5, details: 'secret' })],
    ['a text', 'secret'],
    ['nothing', undefined],
  ])('of %s becomes INTERNAL with the reference of a log line', async (_, thrown) => {
    await using shop = await startInventory({
      getStock: () => Promise.reject(thrown as Error),
    });
    const { call, response } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    const onTheWire = new Promise<string>((resolve) =>
      call.on('status', ({ details, metadata }) =>
        resolve(`${details} ${String(metadata.get('grpc-status-details-bin'))}`),
      ),
    );
    const error = await response.catch((reason: unknown) => reason);
    const [line] = shop.log.at('error');
    expect(error).toMatchObject({
      code: Code.INTERNAL,
      reason: 'UNEXPECTED',
      message: `internal error (reference ${String(line?.fields['reference'])})`,
      metadata: { reference: line?.fields['reference'] },
    });
    expect(line).toMatchObject({
      message: 'a handler failed',
      fields: { method: inventory.getStock.path, error: thrown },
    });
    expect(await onTheWire).not.toMatch(/secret|hunter2|\.ts/);
  });

  it('in a stream does so too', async () => {
    await using shop = await startInventory({
      watchStock: async function* () {
        yield { stock: undefined };
        throw new Error('secret');
      },
    });
    const { messages, error } = await collect(
      callServerStream(shop.client, inventory.watchStock, { skus: [] }),
    );
    expect(messages).toHaveLength(1);
    expect(error).toMatchObject({ code: Code.INTERNAL, reason: 'UNEXPECTED' });
    expect(shop.log.at('error')).toHaveLength(1);
  });

  it('of a handler that is no generator at all, too', async () => {
    await using shop = await startInventory({
      watchStock: (() => undefined) as never,
    });
    const { error } = await collect(
      callServerStream(shop.client, inventory.watchStock, { skus: [] }),
    );
    expect(error).toMatchObject({ code: Code.INTERNAL, reason: 'UNEXPECTED' });
  });
});

describe('an answer that cannot be sent', () => {
  it.each([
    ['is no message', undefined],
    ['has a field of a wrong type', { stock: { onHand: 'many' } }],
  ])('because it %s is INTERNAL with a reference', async (_, answer) => {
    await using shop = await startInventory({ getStock: async () => answer as never });
    const { response } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    await expect(response).rejects.toMatchObject({ code: Code.INTERNAL, reason: 'UNEXPECTED' });
    expect(shop.log.at('error')).toHaveLength(1);
  });

  it('because it is too large is RESOURCE_EXHAUSTED', async () => {
    await using shop = await startInventory(
      { listStock: async () => ({ stock: [], nextPageToken: 'x'.repeat(2000) }) },
      { server: { maxSendBytes: 1000 } },
    );
    const { response } = callUnary(shop.client, inventory.listStock, {
      pageSize: 0,
      pageToken: '',
    });
    await expect(response).rejects.toMatchObject({
      code: Code.RESOURCE_EXHAUSTED,
      reason: 'RESPONSE_TOO_LARGE',
      message: 'the response takes 2003 bytes, more than the 1000 that are allowed',
    });
  });

  it('in a stream ends it and runs its finally', async () => {
    let cleaned = false;
    await using shop = await startInventory({
      watchStock: async function* () {
        try {
          yield { stock: undefined };
          yield 7 as never;
        } finally {
          cleaned = true;
        }
      },
    });
    const { error } = await collect(
      callServerStream(shop.client, inventory.watchStock, { skus: [] }),
    );
    expect(error).toMatchObject({ code: Code.INTERNAL });
    expect(cleaned).toBe(true);
  });
});

describe('a status', () => {
  it('that says it is a bug stands in the log, and travels as it is', async () => {
    const cause = new Error('row 7 is gone');
    await using shop = await startInventory({
      getStock: async () => {
        throw internal('stock and reservations differ', { reason: 'BOOKS_DIFFER', cause });
      },
    });
    const { response } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    await expect(response).rejects.toMatchObject({ reason: 'BOOKS_DIFFER', code: Code.INTERNAL });
    expect(shop.log.at('error')[0]?.fields['error']).toMatchObject({ cause });
  });

  it('of any size and any text reaches the caller', async () => {
    const fieldViolations = Array.from({ length: 1000 }, (_, at) => ({
      field: `items[${at}].sku`,
      description: 'é\ud800'.repeat(500),
    }));
    await using shop = await startInventory({
      getStock: async (_, context) => {
        context.trailers.set('x-kept', 'yes');
        throw invalidArgument('ü\ud800'.repeat(10_000), { reason: 'WRONG', fieldViolations });
      },
    });
    const { call, response } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    const trailers = new Promise<Metadata>((resolve) =>
      call.on('status', ({ metadata }) => resolve(metadata)),
    );
    await expect(response).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      reason: 'WRONG',
      message: expect.stringMatching(/^ü.*…$/) as string,
    });
    expect((await trailers).get('x-kept')).toEqual(['yes']);
  });
});

it('a method that nobody serves is UNIMPLEMENTED', async () => {
  await using shop = await startInventory({});
  const method = { ...inventory.getStock, path: '/ballast.inventory.v1.InventoryService/Steal' };
  const { response } = callUnary(shop.client, method as never, { sku: 'mug' });
  await expect(response).rejects.toMatchObject({ code: Code.UNIMPLEMENTED });
});

it('a request above the limit is RESOURCE_EXHAUSTED', async () => {
  await using shop = await startInventory(
    { getStock: async () => ({ stock: undefined }) },
    { server: { maxReceiveBytes: 1000 } },
  );
  const { response } = callUnary(shop.client, inventory.getStock, { sku: 'x'.repeat(2000) });
  await expect(response).rejects.toMatchObject({ code: Code.RESOURCE_EXHAUSTED });
});
