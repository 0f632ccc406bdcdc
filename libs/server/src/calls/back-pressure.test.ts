import { InventoryServiceService as inventory } from '@ballast/contracts';
import { createGate } from '@ballast/testing';
import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { callBidi, callClientStream, callServerStream } from '../../test/calls.ts';
import { startInventory } from '../../test/start-inventory.ts';

const stockOf = (nameBytes: number) => ({
  stock: {
    sku: 'mug',
    name: 'x'.repeat(nameBytes),
    priceCents: 1n,
    onHand: 1n,
    reserved: 0n,
    available: 1n,
    version: 1n,
  },
});

/** Resolves when a count has stayed the same for a while of event-loop turns. */
async function settled(count: () => number): Promise<number> {
  let [last, calm] = [count(), 0];
  while (calm < 500) {
    await new Promise(setImmediate);
    [last, calm] = last === count() ? [last, calm + 1] : [count(), 0];
  }
  return last;
}

describe('a slow reader', () => {
  it.each([
    // The client keeps 16 messages, flow control lets 64 KiB out, Node and grpc-js keep 16 each.
    { nameBytes: 1024, atMost: 16 + 64 + 3 * 16 },
    // The client keeps 16, and here the 256 KiB of the writer are what holds.
    { nameBytes: 100_000, atMost: 16 + 6 },
  ])('holds back a generator of $nameBytes byte messages', async ({ nameBytes, atMost }) => {
    let pulled = 0;
    await using shop = await startInventory({
      watchStock: async function* () {
        for (;;) {
          pulled += 1;
          yield stockOf(nameBytes);
        }
      },
    });
    const stream = callServerStream(shop.client, inventory.watchStock, { skus: [] });
    stream.on('error', () => undefined);
    // Before its first read, a grpc-js client takes all that comes.
    await new Promise((resolve) => stream.once('data', resolve));
    stream.pause();
    const ahead = await settled(() => pulled);
    expect(ahead).toBeGreaterThan(2);
    expect(ahead).toBeLessThanOrEqual(atMost);
    stream.cancel();
  });

  it('gets everything once it reads', async () => {
    await using shop = await startInventory({
      watchStock: async function* () {
        for (let at = 0; at < 500; at++) yield stockOf(4096);
      },
    });
    const stream = callServerStream(shop.client, inventory.watchStock, { skus: [] });
    let read = 0;
    for await (const message of stream) {
      read += message === undefined ? 0 : 1;
      if (read % 50 === 0) await new Promise(setImmediate);
    }
    expect(read).toBe(500);
  });
});

describe('a slow handler', () => {
  it('holds back the caller of a client stream', async () => {
    const read = createGate();
    let received = 0;
    const countReceived: ServerInterceptor = (_, call) =>
      new ServerInterceptingCall(call, {
        start: (next) =>
          next({
            onReceiveMessage(message, pass) {
              received += 1;
              pass(message);
            },
          }),
      });
    await using shop = await startInventory(
      {
        importStock: async (rows) => {
          await read.opened;
          let imported = 0n;
          for await (const { sku } of rows) imported += sku === 'mug' ? 1n : 0n;
          return { imported, rejected: 0n, errors: [] };
        },
      },
      { server: { interceptors: [countReceived] } },
    );
    const { call, response } = callClientStream(shop.client, inventory.importStock);
    let sent = 0;
    const total = 8000;
    const send = (): void => {
      while (sent < total) {
        sent += 1;
        const message = { sku: 'mug', name: 'x'.repeat(200), priceCents: 1n, received: 1n };
        if (!call.write(message)) {
          call.once('drain', send);
          return;
        }
      }
      call.end();
    };
    send();
    const ahead = await settled(() => sent);
    // grpc-js hands over 16 messages, and its client keeps 1 MiB for a retry.
    expect(received).toBeLessThanOrEqual(17);
    expect(ahead * 216).toBeLessThan(1.25 * 1024 * 1024);
    read.open();
    expect((await response).imported).toBe(BigInt(total));
  });

  it('reads a conversation only as far as it asks', async () => {
    let answered = 0;
    const step = createGate();
    await using shop = await startInventory({
      adjustStock: async function* (adjustments) {
        for await (const { sku } of adjustments) {
          await step.opened;
          answered += 1;
          yield { outcome: { $case: 'refused', value: { sku, reason: 'UNKNOWN_SKU' } } };
        }
      },
    });
    const stream = callBidi(shop.client, inventory.adjustStock);
    let received = 0;
    stream.on('data', () => (received += 1));
    const ended = new Promise((resolve) => stream.on('end', resolve));
    for (let at = 0; at < 300; at++) stream.write({ sku: 'mug', delta: 1n });
    stream.end();
    await settled(() => answered);
    expect(answered).toBe(0);
    step.open();
    await ended;
    expect(received).toBe(300);
  });
});
