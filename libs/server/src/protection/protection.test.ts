// What a call passes on its way in, and in which order (ADR 007), from a plain grpc-js client.
import { AsyncLocalStorage } from 'node:async_hooks';
import { InventoryServiceService as inventory } from '@ballast/contracts';
import { FaultSet } from '@ballast/faults';
import { Code, notFound } from '@ballast/status';
import { createGate } from '@ballast/testing';
import { Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { callServerStream, callUnary, collect } from '../../test/calls.ts';
import { startInventory } from '../../test/start-inventory.ts';
import type { CallObserver } from './call-observer.ts';

const LOAD_REPORT = 'endpoint-load-metrics-bin';
const unknown = { sku: 'tea', name: '', priceCents: 1n, onHand: 1n, reserved: 0n };
const stock = { ...unknown, available: 1n, version: 1n };

/** Writes down what it is told, and lets handlers find the name of their call. */
function createObserver() {
  const told: string[] = [];
  const current = new AsyncLocalStorage<string>();
  const ended = createGate();
  const observer: CallObserver = {
    callStarted({ path, metadata }) {
      const name = String(metadata.get('name')[0] ?? path.split('/').at(-1));
      told.push(`started ${name}`);
      return {
        run: (tell, listener, message) => current.run(name, tell, listener, message),
        refused: (reason) => void told.push(`refused ${name} ${reason}`),
        messageReceived: () => void told.push(`received ${name}`),
        messageSent: () => void told.push(`sent ${name}`),
        ended(code) {
          told.push(`ended ${name} ${code}`);
          ended.open();
        },
      };
    },
  };
  return { observer, told, current, ended: ended.opened };
}

test('an observer sees a call from its headers to its status, and its handler runs in it', async () => {
  const { observer, told, current } = createObserver();
  const found: (string | undefined)[] = [];
  const find = () => found.push(current.getStore());
  await using shop = await startInventory(
    {
      async getStock() {
        await Promise.resolve();
        find();
        throw notFound('no such product', { reason: 'UNKNOWN_SKU' });
      },
      async *watchStock() {
        find();
        yield { stock };
        find();
      },
    },
    { server: { observer } },
  );
  const { response } = callUnary(shop.client, inventory.getStock, { sku: 'tea' });
  await expect(response).rejects.toMatchObject({ code: Code.NOT_FOUND });
  await collect(callServerStream(shop.client, inventory.watchStock, { skus: [] }));
  expect(told).toEqual([
    ...['started GetStock', 'received GetStock', 'ended GetStock 5'],
    ...['started WatchStock', 'received WatchStock', 'sent WatchStock', 'ended WatchStock 0'],
  ]);
  expect(found).toEqual(['GetStock', 'WatchStock', 'WatchStock']);
});

test('an observer is told of a caller that leaves', async () => {
  const { observer, told, ended } = createObserver();
  const entered = createGate();
  const getStock = async () => {
    entered.open();
    return new Promise<never>(() => undefined);
  };
  await using shop = await startInventory({ getStock }, { server: { observer } });
  const { call, response } = callUnary(shop.client, inventory.getStock, { sku: 'tea' });
  response.catch(() => undefined);
  await entered.opened;
  call.cancel();
  await ended;
  expect(told.at(-1)).toBe(`ended GetStock ${Code.CANCELLED}`);
});

test('an injected pause takes no place of admission, and is time that the caller is told of', async () => {
  const { observer, told, ended } = createObserver();
  using faults = new FaultSet();
  const effect = { kind: 'hang' } as const;
  faults.set([{ name: 'pause', methods: '*', criticality: 'critical', effect }]);
  await using shop = await startInventory(
    { getStock: async () => ({ stock }) },
    { server: { observer, faults, admission: { maxLimit: 1 } } },
  );
  const ask = (name: string, criticality: string) => {
    const metadata = new Metadata();
    metadata.set('name', name);
    metadata.set('ballast-criticality', criticality);
    return callUnary(shop.client, inventory.getStock, { sku: 'tea' }, { metadata });
  };
  const paused = ask('paused', 'critical');
  paused.response.catch(() => undefined);
  const other = ask('other', 'default');
  const trailers = new Promise<Metadata>((resolve) =>
    other.call.on('status', ({ metadata }) => resolve(metadata)),
  );
  expect(await other.response).toEqual({ stock });
  // One call is in flight, the one that waits in the fault: an in-flight of 1.0 as a double.
  const [report] = (await trailers).get(LOAD_REPORT);
  expect(Buffer.from(report as Buffer).includes(Buffer.from('000000000000f03f', 'hex'))).toBe(true);
  paused.call.cancel();
  await ended;
  expect(told).not.toContain('received paused');
});

const effect = { kind: 'hang' } as const;
const faultElsewhere = { name: 'elsewhere', methods: 'test.Other/*', effect };

test.each([
  ['no fault is set', []],
  ['a fault of another method is set', [faultElsewhere]],
])('a refused call is told how busy the server is, and by whom: %s', async (_, set) => {
  using faults = new FaultSet();
  faults.set(set);
  const { observer, told } = createObserver();
  const [entered, answer] = [createGate(), createGate()];
  const getStock = async () => {
    entered.open();
    await answer.opened;
    return { stock };
  };
  await using shop = await startInventory(
    { getStock },
    { server: { observer, faults, admission: { maxLimit: 1 } } },
  );
  const first = callUnary(shop.client, inventory.getStock, { sku: 'tea' });
  await entered.opened;
  const second = callUnary(shop.client, inventory.getStock, { sku: 'tea' });
  const trailers = new Promise<Metadata>((resolve) =>
    second.call.on('status', ({ metadata }) => resolve(metadata)),
  );
  await expect(second.response).rejects.toMatchObject({ code: Code.RESOURCE_EXHAUSTED });
  expect((await trailers).get(LOAD_REPORT)).toHaveLength(1);
  expect(told.slice(-2)).toEqual(['refused GetStock OVERLOADED', 'ended GetStock 8']);
  answer.open();
  await first.response;
});

test('trailers of a handler reach its caller beside the load report', async () => {
  await using shop = await startInventory({
    async getStock(_, { trailers }) {
      trailers.set('version', '7');
      return { stock };
    },
  });
  const { call, response } = callUnary(shop.client, inventory.getStock, { sku: 'tea' });
  const received = new Promise<Metadata>((resolve) =>
    call.on('status', ({ metadata }) => resolve(metadata)),
  );
  await response;
  expect((await received).get('version')).toEqual(['7']);
  expect((await received).get(LOAD_REPORT)).toHaveLength(1);
});
