import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { InventoryServiceService } from '@ballast/contracts';
import * as grpc from '@grpc/grpc-js';
import { expect, test } from 'vitest';

const path = new URL('call-inventory.ts', import.meta.url).pathname;

const tea = { sku: 'tea', name: 'Tea', priceCents: 450n, onHand: 9n, reserved: 0n, version: 1n };
const withAvailable = (available: bigint) => ({ stock: { ...tea, available } });

/** An inventory of plain grpc-js with just what the example needs. */
async function startInventory() {
  const server = new grpc.Server();
  const rows: unknown[] = [];
  server.addService(InventoryServiceService, {
    getStock: ((_call, answer) => answer(null, withAvailable(2n))) as grpc.handleUnaryCall<
      unknown,
      unknown
    >,
    watchStock: ((call) => {
      for (const available of [1n, 0n, 7n]) call.write(withAvailable(available));
    }) as grpc.handleServerStreamingCall<unknown, unknown>,
    importStock: ((call, answer) => {
      call.on('data', (row) => rows.push(row));
      call.on('end', () =>
        answer(null, { imported: BigInt(rows.length), rejected: 0n, errors: [] }),
      );
    }) as grpc.handleClientStreamingCall<unknown, unknown>,
  });
  const port = await new Promise<number>((resolve) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync('127.0.0.1:0', credentials, (_error, bound) => resolve(bound));
  });
  return { port, [Symbol.dispose]: () => server.forceShutdown() };
}

test('the example calls an inventory, and ends by itself', async () => {
  using inventory = await startInventory();
  const child = spawn(process.execPath, [path], {
    env: { ...process.env, INVENTORY_TARGET: `static:///127.0.0.1:${inventory.port}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  expect(await text(child.stdout)).toBe('2 of Tea left\nnow 1\nnow 0\n1 imported\n');
});

test('the README shows the example as it is', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(readFileSync(path, 'utf8').trim());
});
