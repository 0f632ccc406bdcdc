import { InventoryServiceService as inventory } from '@ballast/contracts';
import { measureHeapBytes } from '@ballast/testing';
import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callServerStream, callUnary } from '../test/calls.ts';
import { findFreePort } from '../test/find-free-port.ts';
import { startInventory } from '../test/start-inventory.ts';
import { createRecordingLogger } from '../test/recording-logger.ts';
import { serverAddressOf } from './server-address.ts';
import type { ServerOptions } from './server-options.ts';

describe('startServer', () => {
  it('says where it listens', async () => {
    await using shop = await startInventory({});
    expect(shop.server.address).toBe(`127.0.0.1:${shop.server.port}`);
    expect(shop.log.at('info')).toMatchObject([
      { message: 'serving', fields: { address: shop.server.address } },
    ]);
  });

  it('listens on IPv6', async () => {
    await using shop = await startInventory(
      { getStock: async () => ({ stock: undefined }) },
      { server: { address: '[::1]:0' } },
    );
    expect(shop.server.address).toBe(`[::1]:${shop.server.port}`);
    await callUnary(shop.client, inventory.getStock, { sku: 'mug' }).response;
  });

  it('names the address whose port is taken, in one line', async () => {
    await using shop = await startInventory({});
    const { address } = shop.server;
    await expect(startInventory({}, { server: { address } })).rejects.toThrow(
      new Error(`cannot listen on ${address}: the port is taken by another process`),
    );
  });

  it('leaves nothing open where one of its two ports is taken', async () => {
    await using shop = await startInventory({}, { server: { healthPort: await findFreePort() } });
    const { port, address } = shop.server;
    const [free, alsoFree] = [await findFreePort(), await findFreePort()];
    const ports = (own: string, healthPort: number) => ({ server: { address: own, healthPort } });
    await expect(startInventory({}, ports(address, free))).rejects.toThrow(/the port is taken/);
    await expect(startInventory({}, ports(`127.0.0.1:${alsoFree}`, port))).rejects.toThrow(
      /the port is taken/,
    );
    await using other = await startInventory({}, ports(`127.0.0.1:${alsoFree}`, free));
    expect(other.server.port).toBe(alsoFree);
  });

  it.each<[string, Partial<ServerOptions>, string]>([
    ['an address', { address: 'localhost' }, 'server.address must be host:port, got "localhost"'],
    [
      'descriptors',
      { descriptors: Buffer.from('x') },
      'server.descriptors must be a FileDescriptorSet in binary form',
    ],
    [
      'missing descriptors',
      { descriptors: new Uint8Array() },
      'server.descriptors must describe every served method, got no /ballast.inventory.v1.InventoryService/GetStock',
    ],
    [
      'a delay',
      { drainDelayMs: -1 },
      'server.drainDelayMs must be a whole number in [0, 600000], got -1',
    ],
    [
      'a grace',
      { drainGraceMs: 0.5 },
      'server.drainGraceMs must be a whole number in [0, 3600000], got 0.5',
    ],
    [
      'a size',
      { maxReceiveBytes: 0 },
      'server.maxReceiveBytes must be a whole number in [1, 1073741824], got 0',
    ],
    [
      'keepalive',
      { keepaliveTimeMs: Number.NaN },
      'server.keepaliveTimeMs must be a whole number in [1000, 86400000], got NaN',
    ],
    [
      'reloading',
      { tls: { keyFile: 'a', certificateFile: 'b', reloadMs: 1 } },
      'server.tls.reloadMs must be a whole number in [100, 86400000], got 1',
    ],
  ])('refuses %s that is wrong', async (_, options, message) => {
    await expect(startInventory({}, { server: options })).rejects.toThrow(message);
  });

  it('runs interceptors in the order in which a request meets them', async () => {
    const met: string[] = [];
    const meet =
      (name: string): ServerInterceptor =>
      (_, call) =>
        new ServerInterceptingCall(call, {
          start: (next) =>
            next({
              onReceiveMessage(message, pass) {
                met.push(name);
                pass(message);
              },
            }),
        });
    await using shop = await startInventory(
      { getStock: async () => ({ stock: undefined }) },
      { server: { interceptors: [meet('tracing'), meet('admission')] } },
    );
    await callUnary(shop.client, inventory.getStock, { sku: 'mug' }).response;
    expect(met).toEqual(['tracing', 'admission']);
  });
});

describe('an address', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.ipV4(),
          fc.domain(),
          fc.ipV6().map((host) => `[${host}]`),
        ),
        fc.nat(65_535),
        (host, port) => {
          expect(serverAddressOf(`${host}:${port}`)).toEqual({
            host: host.replace(/^\[|\]$/g, ''),
            port,
          });
        },
      ),
    );
  });

  it.each(['', 'a', ':1', 'a:', 'a:65536', 'a:-1', '::1:80', 'a:1:2', 'http://a:1', '[::1]'])(
    'cannot be %j',
    (address) => {
      expect(() => serverAddressOf(address)).toThrow('server.address must be host:port, got');
    },
  );
});

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

it('thousands of cancelled calls leave neither calls, listeners nor heap behind', async () => {
  const calls = 2000;
  let finished = 0;
  let called = (): void => undefined;
  // Not the debug lines, which hold on to an error for each call.
  const log = createRecordingLogger();
  await using shop = await startInventory(
    {
      watchStock: async function* (_, { signal }) {
        try {
          yield { stock: undefined };
          await new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(signal.reason as Error)),
          );
        } finally {
          finished += 1;
          called();
        }
      },
    },
    { server: { logger: { ...log, debug: () => undefined }, drainDelayMs: 0 } },
  );
  const cancelMany = async (count: number): Promise<void> => {
    const goal = finished + count;
    const done = new Promise<void>((resolve) => {
      called = () => (finished === goal ? resolve() : undefined);
    });
    for (let batch = 0; batch < count / 100; batch++) {
      await Promise.all(Array.from({ length: 100 }, () => openAndCancel()));
    }
    await done;
  };
  const openAndCancel = (): Promise<void> =>
    new Promise((resolve) => {
      const deadline = Date.now() + 60_000;
      const stream = callServerStream(
        shop.client,
        inventory.watchStock,
        { skus: [] },
        { deadline },
      );
      stream.on('error', () => resolve());
      stream.once('data', () => stream.cancel());
    });
  await cancelMany(500);
  const timersBefore = countTimers();
  const before = await measureHeapBytes();
  await cancelMany(calls);
  const after = await measureHeapBytes();
  expect(after / before).toBeLessThan(1.1);
  expect(countTimers()).toBeLessThanOrEqual(timersBefore);
  await shop.server.drain();
  expect(log.lines.find(({ message }) => message === 'draining')?.fields['calls']).toBe(0);
});
