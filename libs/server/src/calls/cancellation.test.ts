import { InventoryServiceService as inventory } from '@ballast/contracts';
import { Code, isStatusError } from '@ballast/status';
import { createGate } from '@ballast/testing';
import { describe, expect, it } from 'vitest';
import { callBidi, callClientStream, callServerStream, callUnary } from '../../test/calls.ts';
import { startInventory } from '../../test/start-inventory.ts';
import type { CallContext } from '../call-context.ts';

/** Waits until the call is stopped and then throws why, as any careful handler does. */
function untilStopped(context: CallContext, stopped: { open(reason: unknown): void }) {
  return new Promise<never>((_, reject) => {
    context.signal.addEventListener('abort', () => {
      stopped.open(context.signal.reason);
      reject(context.signal.reason as Error);
    });
  });
}

describe('when the caller leaves', () => {
  it('a unary handler learns it, and its failure then is no error in the log', async () => {
    const called = createGate();
    const stopped = createGate<unknown>();
    await using shop = await startInventory({
      getStock: async (_, context) => {
        called.open();
        return untilStopped(context, stopped).catch(() => {
          throw new Error('the query was cancelled');
        });
      },
    });
    const { call } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    await called.opened;
    call.cancel();
    const reason = await stopped.opened;
    expect(isStatusError(reason)).toBe(true);
    expect(reason).toMatchObject({ code: Code.CANCELLED });
    await new Promise(setImmediate);
    expect(shop.log.at('error')).toEqual([]);
    expect(shop.log.at('debug').map(({ message }) => message)).toEqual([
      'a handler failed after its call was over',
    ]);
  });

  it('a generator that waits at a yield runs its finally, signal or not', async () => {
    const finished = createGate();
    const yielded = createGate();
    await using shop = await startInventory({
      watchStock: async function* () {
        try {
          for (;;) {
            yielded.open();
            yield { stock: undefined };
          }
        } finally {
          finished.open();
        }
      },
    });
    const stream = callServerStream(shop.client, inventory.watchStock, { skus: [] });
    stream.on('error', () => undefined);
    stream.pause();
    await yielded.opened;
    stream.cancel();
    await finished.opened;
  });

  it('a generator that waits for something of its own is told by the signal', async () => {
    const called = createGate();
    const stopped = createGate<unknown>();
    await using shop = await startInventory({
      // eslint-disable-next-line require-yield -- it waits for an event that never comes
      watchStock: async function* (_, context) {
        called.open();
        await untilStopped(context, stopped);
      },
    });
    const stream = callServerStream(shop.client, inventory.watchStock, { skus: [] });
    stream.on('error', () => undefined);
    await called.opened;
    stream.cancel();
    expect(await stopped.opened).toMatchObject({ code: Code.CANCELLED });
  });

  it('an iterator that is no generator is returned while it waits', async () => {
    const waiting = createGate();
    const returned = createGate();
    await using shop = await startInventory({
      watchStock: () => ({
        [Symbol.asyncIterator]: () => ({
          async next() {
            waiting.open();
            await returned.opened;
            return { done: true, value: undefined };
          },
          async return() {
            returned.open();
            return { done: true, value: undefined };
          },
        }),
      }),
    });
    const stream = callServerStream(shop.client, inventory.watchStock, { skus: [] });
    stream.on('error', () => undefined);
    await waiting.opened;
    stream.cancel();
    await returned.opened;
  });

  it('a loop over requests ends with the reason, not as if all had come', async () => {
    const seen = createGate();
    const ended = createGate<unknown>();
    await using shop = await startInventory({
      importStock: async (rows) => {
        try {
          for await (const { sku } of rows) if (sku === 'mug') seen.open();
          ended.open('the end');
        } catch (error) {
          ended.open(error);
        }
        return { imported: 0n, rejected: 0n, errors: [] };
      },
    });
    const { call } = callClientStream(shop.client, inventory.importStock);
    call.write({ sku: 'mug', name: 'Mug', priceCents: 1n, received: 1n });
    await seen.opened;
    call.cancel();
    expect(await ended.opened).toMatchObject({ code: Code.CANCELLED });
  });

  it('by losing the connection, a conversation is stopped too', async () => {
    const called = createGate();
    const stopped = createGate<unknown>();
    await using shop = await startInventory({
      // eslint-disable-next-line require-yield -- it waits for an event that never comes
      adjustStock: async function* (_, context) {
        called.open();
        await untilStopped(context, stopped);
      },
    });
    const stream = callBidi(shop.client, inventory.adjustStock);
    stream.on('error', () => undefined);
    await called.opened;
    shop.client.close();
    stream.cancel();
    expect(await stopped.opened).toMatchObject({ code: Code.CANCELLED });
  });
});

describe('when the deadline passes', () => {
  it('the signal says so', async () => {
    const stopped = createGate<unknown>();
    const left = createGate<number>();
    await using shop = await startInventory({
      getStock: async (_, context) => {
        left.open(context.timeLeftMs());
        return untilStopped(context, stopped);
      },
    });
    const { response } = callUnary(
      shop.client,
      inventory.getStock,
      { sku: 'mug' },
      { deadline: Date.now() + 150 },
    );
    await expect(response).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
    expect(await left.opened).toBeGreaterThan(0);
    expect(await left.opened).toBeLessThanOrEqual(150);
    expect(await stopped.opened).toMatchObject({ code: Code.DEADLINE_EXCEEDED });
    expect(shop.log.at('error')).toEqual([]);
  });

  it('there is none, time never runs out', async () => {
    const left = createGate<number>();
    await using shop = await startInventory({
      getStock: async (_, context) => {
        left.open(context.timeLeftMs());
        return { stock: undefined };
      },
    });
    await callUnary(shop.client, inventory.getStock, { sku: 'mug' }).response;
    expect(await left.opened).toBe(Number.POSITIVE_INFINITY);
  });
});

it('a signal that is first asked for after the end is aborted already', async () => {
  const called = createGate<CallContext>();
  const release = createGate();
  const late = createGate<AbortSignal>();
  await using shop = await startInventory({
    getStock: async (_, context) => {
      called.open(context);
      await release.opened;
      late.open(context.signal);
      return { stock: undefined };
    },
    listStock: () => Promise.resolve({ stock: [], nextPageToken: '' }),
  });
  const { call, response } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
  await called.opened;
  call.cancel();
  await expect(response).rejects.toMatchObject({ code: Code.CANCELLED });
  // On the same connection, so it is answered only after the server has read the cancellation.
  const page = { pageSize: 0, pageToken: '' };
  await callUnary(shop.client, inventory.listStock, page).response;
  release.open();
  expect((await late.opened).reason).toMatchObject({ code: Code.CANCELLED });
});

it('an answer does not abort the signal', async () => {
  const signals: AbortSignal[] = [];
  await using shop = await startInventory({
    getStock: async (_, { signal }) => {
      signals.push(signal);
      return { stock: undefined };
    },
  });
  await callUnary(shop.client, inventory.getStock, { sku: 'mug' }).response;
  await callUnary(shop.client, inventory.getStock, { sku: 'mug' }).response;
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
});
