import { InventoryServiceService as inventory } from '@ballast/contracts';
import { Code } from '@ballast/status';
import { createGate, startLeakCheck } from '@ballast/testing';
import { service as healthService } from 'grpc-health-check';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  callBidi,
  callClientStream,
  callServerStream,
  callUnary,
  collect,
  endOf,
} from '../test/calls.ts';
import { startInventory } from '../test/start-inventory.ts';
import type { CallContext } from './call-context.ts';

const quick = { drainDelayMs: 0, drainGraceMs: 300 };
const watch = inventory.watchStock;
const draining = { code: Code.UNAVAILABLE, reason: 'SERVER_DRAINING', retryDelayMs: 0 };

async function until(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

describe('a server that drains', () => {
  it('says NOT_SERVING and still takes calls while the delay lasts', async () => {
    await using shop = await startInventory(
      { getStock: async () => ({ stock: undefined }) },
      { server: { drainDelayMs: 400 } },
    );
    const { Check } = healthService as never as { Check: typeof inventory.getStock };
    await callUnary(shop.client, inventory.getStock, { sku: 'mug' }).response;
    const drained = shop.server.drain();
    shop.server.health.set('', true);
    const health = await callUnary(shop.client, Check, {} as never).response;
    expect(health).toMatchObject({ status: 'NOT_SERVING' });
    const life = await callUnary(shop.client, Check, { service: 'liveness' } as never).response;
    expect(life).toMatchObject({ status: 'SERVING' });
    await callUnary(shop.client, inventory.getStock, { sku: 'mug' }).response;
    await drained;
    const { response } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    await expect(response).rejects.toMatchObject({ code: Code.UNAVAILABLE });
  });

  it('finishes what is in flight', async () => {
    const called = createGate();
    const release = createGate();
    await using shop = await startInventory(
      {
        getStock: async () => {
          called.open();
          await release.opened;
          return { stock: undefined };
        },
      },
      { server: { drainDelayMs: 0, drainGraceMs: 10_000 } },
    );
    const { response } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    await called.opened;
    const drained = shop.server.drain();
    await new Promise(setImmediate);
    release.open();
    expect(await response).toEqual({ stock: undefined });
    await drained;
    expect(shop.log.at('warn')).toEqual([]);
  });

  it('tells streams without end to come back, once they cannot come back here', async () => {
    const watching = createGate();
    await using shop = await startInventory(
      {
        watchStock: async function* (_, { signal }) {
          yield { stock: undefined };
          watching.open();
          await until(signal);
        },
      },
      { server: { drainDelayMs: 0, drainGraceMs: 60_000 } },
    );
    const stream = callServerStream(shop.client, watch, { skus: [] });
    const collected = collect(stream);
    await watching.opened;
    const drained = shop.server.drain();
    const { messages, error } = await collected;
    expect(messages).toHaveLength(1);
    expect(error).toMatchObject(draining);
    const again = await collect(callServerStream(shop.client, watch, { skus: [] }));
    expect(again.messages).toEqual([]);
    expect(again.error).toMatchObject({ code: Code.UNAVAILABLE });
    await drained;
    expect(shop.log.at('error')).toEqual([]);
    expect(shop.log.at('warn')).toEqual([]);
  });

  it('lets a stream that sees it coming end by itself', async () => {
    const watching = createGate();
    await using shop = await startInventory(
      {
        watchStock: async function* (_, context) {
          watching.open();
          await until(context.draining);
          yield { stock: undefined };
        },
      },
      { server: { ...quick, drainDelayMs: 200 } },
    );
    const collected = collect(callServerStream(shop.client, watch, { skus: [] }));
    await watching.opened;
    await shop.server.drain();
    const { messages, error } = await collected;
    expect(messages).toHaveLength(1);
    expect(error).toBeUndefined();
  });

  it('gives a server stream that asks for it the whole grace', async () => {
    const watching = createGate();
    const release = createGate();
    await using shop = await startInventory(
      {
        watchStock: async function* () {
          watching.open();
          await release.opened;
          yield { stock: undefined };
        },
      },
      { server: { drainDelayMs: 0 }, implement: { drain: { watchStock: 'finish' } } },
    );
    const collected = collect(callServerStream(shop.client, watch, { skus: [] }));
    await watching.opened;
    const drained = shop.server.drain();
    await new Promise(setImmediate);
    release.open();
    const { messages, error } = await collected;
    expect(messages).toHaveLength(1);
    expect(error).toBeUndefined();
    await drained;
  });

  it('ends uploads and conversations, and slow answers, after the grace', async () => {
    const called = createGate();
    const reasons: unknown[] = [];
    let running = 0;
    const stay = async (context: CallContext): Promise<void> => {
      running += 1;
      if (running === 3) called.open();
      await until(context.signal);
      reasons.push(context.signal.reason);
      throw context.signal.reason;
    };
    await using shop = await startInventory(
      {
        getStock: (_, context) => stay(context) as Promise<never>,
        importStock: (_, context) => stay(context) as Promise<never>,
        // eslint-disable-next-line require-yield -- it never has an answer
        adjustStock: async function* (_, context) {
          await stay(context);
        },
      },
      { server: quick },
    );
    const unary = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    const upload = callClientStream(shop.client, inventory.importStock);
    const conversation = endOf(callBidi(shop.client, inventory.adjustStock).resume());
    await called.opened;
    const before = performance.now();
    await shop.server.drain();
    expect(performance.now() - before).toBeGreaterThanOrEqual(quick.drainGraceMs - 20);
    await expect(unary.response).rejects.toMatchObject(draining);
    await expect(upload.response).rejects.toMatchObject(draining);
    expect(await conversation).toMatchObject(draining);
    expect(reasons).toMatchObject([draining, draining, draining]);
    expect(shop.log.at('error')).toEqual([]);
    expect(shop.log.at('warn')).toMatchObject([{ fields: { calls: 3 } }]);
  });

  it('waits for no peer that says nothing, nor for a handler that never ends', async () => {
    const called = createGate();
    await using shop = await startInventory(
      {
        getStock: async () => {
          called.open();
          return new Promise<never>(() => undefined);
        },
      },
      { server: quick },
    );
    const mute = connect(shop.server.port, '127.0.0.1');
    await new Promise((resolve) => mute.on('connect', resolve));
    const { response } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    await called.opened;
    await shop.server.drain();
    await expect(response).rejects.toMatchObject(draining);
    mute.destroy();
  });

  it('does so once, however often it is told', async () => {
    await using shop = await startInventory({}, { server: quick });
    await Promise.all([shop.server.drain(), shop.server.drain()]);
    await shop.server.drain();
    expect(shop.log.at('info').filter(({ message }) => message === 'draining')).toHaveLength(1);
  });

  it('frees the port and every handle', async () => {
    using leaks = startLeakCheck();
    const shop = await startInventory({ getStock: async () => ({ stock: undefined }) });
    await callUnary(shop.client, inventory.getStock, { sku: 'mug' }).response;
    const { address } = shop.server;
    await shop[Symbol.asyncDispose]();
    const successor = await startInventory({}, { server: { address } });
    expect(successor.server.address).toBe(address);
    await successor[Symbol.asyncDispose]();
    await leaks.expectNone();
  });
});

describe('force', () => {
  it('cuts a drain short and tells every caller', async () => {
    const called = createGate();
    const stopped = createGate<unknown>();
    await using shop = await startInventory(
      {
        getStock: async (_, { signal }) => {
          called.open();
          await until(signal);
          stopped.open(signal.reason);
          return { stock: undefined };
        },
      },
      { server: { drainDelayMs: 60_000, drainGraceMs: 60_000 } },
    );
    const { response } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    await called.opened;
    const drained = shop.server.drain();
    shop.server.force();
    await expect(response).rejects.toMatchObject(draining);
    expect(await stopped.opened).toMatchObject(draining);
    await drained;
  });

  it('works without a drain', async () => {
    await using shop = await startInventory({ getStock: async () => ({ stock: undefined }) });
    await callUnary(shop.client, inventory.getStock, { sku: 'mug' }).response;
    shop.server.force();
    await shop.server.drain();
    const { response } = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    await expect(response).rejects.toMatchObject({ code: Code.UNAVAILABLE });
  });
});
