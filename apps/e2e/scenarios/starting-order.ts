import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@ballast/client';
import { InventoryServiceService } from '@ballast/contracts';
import { startEmbeddedPostgres } from '@ballast/persistence/embedded';
import { openBooks } from '../src/audit/open-books.ts';
import { startAppProcess } from '../src/platform/app-process.ts';
import { closeDoor } from '../src/platform/closed-door.ts';
import { findFreePort } from '../src/platform/free-port.ts';
import type { Scenario } from '../src/scenario.ts';
import { createShop } from '../src/shop/shop.ts';
import { streamOf } from '../src/stream-of.ts';
import { waitUntil } from '../src/wait-until.ts';

export const startingOrder: Scenario = {
  name: 'starting order',
  needs: ['programs'],
  cases: [
    {
      name: 'the gateway first, the database last: orders are taken as soon as all are there',
      async run({ note }) {
        await using data = await createDatabaseThatIsDown();
        const [gatewayPort, ordersPort, inventoryPort] = [
          await findFreePort(),
          await findFreePort(),
          await findFreePort(),
        ];
        const environment = {
          BALLAST_DATABASE_URL: data.url,
          ORDERS_TARGET: `static:///127.0.0.1:${ordersPort}`,
          INVENTORY_TARGET: `static:///127.0.0.1:${inventoryPort}`,
        };
        const at = (port: number) => ({ environment: { ...environment, PORT: String(port) } });

        await using gateway = startAppProcess('gateway', at(gatewayPort));
        const shop = createShop(`http://${await gateway.listening}`);
        const order = { customerId: 'early', key: 'early', items: [{ sku: 'cup', quantity: 1 }] };
        assert.equal((await shop.send('/livez')).status, 200);
        assert.equal((await shop.placeOrder(order)).status, 503);

        const door = await closeDoor(data.port);
        await using orders = startAppProcess('orders', at(ordersPort));
        await using inventory = startAppProcess('inventory', at(inventoryPort));
        // Both have found that there is no database, and wait for it.
        await Promise.all([door.untilTried('orders'), door.untilTried('inventory')]);
        await door[Symbol.asyncDispose]();
        assert.equal((await shop.placeOrder(order)).status, 503);

        await data.start();
        await Promise.all([orders.listening, inventory.listening]);
        const startMs = performance.now();
        using client = createClient(InventoryServiceService, {
          target: environment.INVENTORY_TARGET,
        });
        await client.importStock(
          streamOf({ sku: 'cup', name: 'Cup', priceCents: 1n, received: 5n }),
        );
        const answer = await waitUntil('the shop takes the order', async () => {
          const one = await shop.placeOrder(order);
          return one.status < 300 ? one : undefined;
        });
        note(`order taken ${Math.round(performance.now() - startMs)} ms after the last start`);
        assert.equal((answer.json as { state: string }).state, 'CONFIRMED');
        await using books = openBooks(data.url);
        await books.audit();
        for (const program of [gateway, orders, inventory]) {
          assert.equal(await program.stop(), 'exit code 0');
        }
      },
    },
  ],
};

/** A database that exists and does not run: its address is known before it starts. */
async function createDatabaseThatIsDown() {
  const directory = await mkdtemp(join(tmpdir(), 'ballast-e2e-'));
  const port = await findFreePort();
  const options = { directory, port, durable: false };
  const first = await startEmbeddedPostgres(options);
  await first.stop();
  let running: AsyncDisposable | undefined;
  return {
    url: first.url,
    port,
    start: async () => {
      running = await startEmbeddedPostgres(options);
    },
    [Symbol.asyncDispose]: async () => {
      await running?.[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
