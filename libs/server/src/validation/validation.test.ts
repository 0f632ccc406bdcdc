import {
  ImportStockRequest,
  InventoryServiceService as inventory,
  ReserveRequest,
} from '@ballast/contracts';
import { Code } from '@ballast/status';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  callBidi,
  callClientStream,
  callServerStream,
  callUnary,
  collect,
} from '../../test/calls.ts';
import { type InventoryHandlers, startInventory } from '../../test/start-inventory.ts';

const good = { sku: 'mug', name: 'Mug', priceCents: 1n, received: 1n };
const bad = { sku: '!', name: '', priceCents: -1n, received: 1n };
/** The same method for bytes that no encoder would make. */
const raw = <Method extends { requestSerialize: unknown }>(method: Method) => ({
  ...method,
  requestSerialize: (bytes: Buffer) => bytes,
  requestDeserialize: (bytes: Buffer) => bytes,
});
const notUtf8 = Buffer.from([0x0a, 0x02, 0xc3, 0x28]);
const truncated = Buffer.from([0x0a, 0x20, 0x61]);

const importing: Pick<InventoryHandlers, 'importStock'> = {
  importStock: async (rows, context) => {
    let imported = 0n;
    const errors: { row: bigint; sku: string; error: string }[] = [];
    let row = 0n;
    for await (const request of rows) {
      row += 1n;
      const [violation] = context.violationsOf(request);
      if (violation === undefined) imported += 1n;
      else errors.push({ row, sku: request.sku, error: violation.field });
    }
    return { imported, rejected: BigInt(errors.length), errors };
  },
};

describe('a request that breaks rules', () => {
  it('is refused before its handler, every violation named', async () => {
    let called = false;
    await using shop = await startInventory({
      reserve: async () => {
        called = true;
        return { reservation: undefined };
      },
    });
    const { response } = callUnary(shop.client, inventory.reserve, {
      reservationId: '',
      items: [
        { sku: 'mug', quantity: 1 },
        { sku: 'mug', quantity: 0 },
      ],
      ttlSeconds: 0,
    });
    await expect(response).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      reason: 'INVALID_REQUEST',
      message:
        'the request breaks a rule: reservation_id: must be at least 1 characters, and 1 more',
      fieldViolations: [
        { field: 'reservation_id', reason: 'string.min_len' },
        { field: 'items[1].quantity', reason: 'int32.gte_lte' },
      ],
    });
    expect(called).toBe(false);
  });

  it('does not open a server stream', async () => {
    await using shop = await startInventory({});
    const skus = Array.from({ length: 1001 }, () => 'mug');
    const { error } = await collect(callServerStream(shop.client, inventory.watchStock, { skus }));
    expect(error).toMatchObject({
      code: Code.INVALID_ARGUMENT,
      fieldViolations: [{ field: 'skus' }],
    });
  });

  it('ends a client stream with the number of the message', async () => {
    await using shop = await startInventory(importing);
    const { call, response } = callClientStream(shop.client, inventory.importStock);
    call.write(good);
    call.write(good);
    call.write(bad);
    call.end();
    await expect(response).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      message:
        'message 3 breaks a rule: sku: does not match regex pattern `^[A-Za-z0-9][A-Za-z0-9._-]*$`, and 2 more',
    });
  });

  it('ends a conversation after the answers to those before it', async () => {
    await using shop = await startInventory({
      adjustStock: async function* (adjustments) {
        for await (const { sku } of adjustments) {
          yield { outcome: { $case: 'refused', value: { sku, reason: 'UNKNOWN_SKU' } } };
        }
      },
    });
    const stream = callBidi(shop.client, inventory.adjustStock);
    stream.write({ sku: 'mug', delta: 1n });
    stream.write({ sku: '', delta: 1n });
    const { messages, error } = await collect(stream);
    expect(messages).toHaveLength(1);
    expect(error).toMatchObject({ code: Code.INVALID_ARGUMENT });
  });

  it('is reported instead where its method asks for that', async () => {
    await using shop = await startInventory(importing, {
      implement: { validate: { importStock: 'report' } },
    });
    const { call, response } = callClientStream(shop.client, raw(inventory.importStock));
    for (const row of [good, bad, good]) call.write(encodeRow(row));
    call.write(notUtf8);
    call.end();
    expect(await response).toEqual({
      imported: 2n,
      rejected: 2n,
      errors: [
        { row: 2n, sku: '!', error: 'sku' },
        { row: 4n, sku: '\ufffd(', error: '' },
      ],
    });
  });

  it('is found whatever it is, and only then', async () => {
    await using shop = await startInventory({ reserve: async () => ({ reservation: undefined }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            sku: fc.constantFrom('mug', '', 'a b', 'x'.repeat(65)),
            quantity: fc.constantFrom(0, 1, 1000, 1001, -1),
          }),
          { maxLength: 3 },
        ),
        async (items) => {
          const isGood =
            items.length > 0 &&
            items.every(({ sku, quantity }) => sku === 'mug' && quantity >= 1 && quantity <= 1000);
          const request = { reservationId: 'r-1', items, ttlSeconds: 0 };
          const outcome = await callUnary(shop.client, inventory.reserve, request).response.then(
            () => 'taken',
            ({ code }) => code as number,
          );
          expect(outcome).toBe(isGood ? 'taken' : Code.INVALID_ARGUMENT);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('bytes that cannot be read', () => {
  it.each([
    ['not UTF-8', notUtf8, 'the request cannot be read: a text in it is not UTF-8'],
    ['cut off', truncated, 'the request cannot be read: its bytes are not protobuf'],
  ])('because they are %s are INVALID_ARGUMENT', async (_, bytes, message) => {
    await using shop = await startInventory({});
    const { response } = callUnary(shop.client, raw(inventory.getStock), bytes);
    await expect(response).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      reason: 'MALFORMED_REQUEST',
      message,
    });
    expect(shop.log.at('error')).toEqual([]);
  });

  it('end a stream even where broken rules are only reported', async () => {
    await using shop = await startInventory(importing, {
      implement: { validate: { importStock: 'report' } },
    });
    const { call, response } = callClientStream(shop.client, raw(inventory.importStock));
    call.write(truncated);
    call.end();
    await expect(response).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
      message: 'message 1 cannot be read: its bytes are not protobuf',
    });
  });

  it('never bring the server down, or reach a handler unchecked', async () => {
    const taken: unknown[] = [];
    await using shop = await startInventory({
      reserve: async (request) => {
        taken.push(request);
        return { reservation: undefined };
      },
    });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (noise) => {
        const bytes = Buffer.from(noise);
        const { response } = callUnary(shop.client, raw(inventory.reserve), bytes);
        await expect(response).rejects.toMatchObject({ code: Code.INVALID_ARGUMENT });
      }),
      { numRuns: 100 },
    );
    expect(taken).toEqual([]);
  });
});

it('an unknown field is passed over', async () => {
  await using shop = await startInventory({ reserve: async () => ({ reservation: undefined }) });
  const known = ReserveRequest.encode({
    reservationId: 'r-1',
    items: [{ sku: 'mug', quantity: 1 }],
    ttlSeconds: 0,
  }).finish();
  const bytes = Buffer.concat([known, Buffer.from([0xf8, 0x07, 0x01])]);
  await expect(callUnary(shop.client, raw(inventory.reserve), bytes).response).resolves.toEqual({
    reservation: undefined,
  });
});

function encodeRow(row: typeof good): Buffer {
  return Buffer.from(ImportStockRequest.encode(row).finish());
}
