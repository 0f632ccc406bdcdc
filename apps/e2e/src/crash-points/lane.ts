import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type Client } from '@ballast/client';
import { InventoryServiceService, OrdersServiceService } from '@ballast/contracts';
import { openBooks, type Books } from '../audit/open-books.ts';
import { streamOf } from '../stream-of.ts';
import { startSlot, type Slot } from './slot.ts';

/** Orders and inventory, one process each, on a database of their own. */
export interface Lane extends AsyncDisposable {
  readonly books: Books;
  readonly slots: Readonly<Record<'orders' | 'inventory', Slot>>;
  readonly orders: Client<typeof OrdersServiceService>;
  readonly inventory: Client<typeof InventoryServiceService>;
  stockUp(units: number): Promise<string>;
  newId(what: string): string;
  /** New processes in place of whatever there is. */
  renew(): Promise<void>;
}

/** Rare, so that what is recorded belongs to what was asked for. */
const quiet = {
  ORDERS_RELAY_POLL: '60s',
  INVENTORY_SWEEP_INTERVAL: '1h',
  // A process that has just started is slow; what is looked at here is the end, not the time.
  ORDERS_PLACE_BUDGET: '4s',
  // Nobody is told: where that belongs to no flow, it must not be in any recording either.
  ORDERS_TELL: 'off',
};

/** Its calls fail all the time, on purpose: no breaker may keep the next one back. */
const undeterred = {
  ballast: { methodConfig: [{ name: [{}], breaker: { minCalls: 1_000_000 } }] },
};

export interface LaneOptions {
  readonly databaseUrl: string;
  /** For what the lane leaves: endpoints files, compiled code. */
  readonly directory: string;
  /** Absolute paths of the bundles. */
  readonly programs: Readonly<Record<'orders' | 'inventory', string>>;
}

export async function startLane(options: LaneOptions): Promise<Lane> {
  const { databaseUrl, directory, programs } = options;
  await mkdir(directory, { recursive: true });
  const environment = {
    ...quiet,
    PORT: '0',
    BALLAST_DATABASE_URL: databaseUrl,
    NODE_COMPILE_CACHE: join(directory, '..', 'compile-cache'),
  };
  await using opening = new AsyncDisposableStack();
  const inventorySlot = opening.use(
    await startSlot({
      service: 'inventory',
      program: programs.inventory,
      endpointsPath: join(directory, 'inventory.json'),
      environment,
    }),
  );
  const ordersSlot = opening.use(
    await startSlot({
      service: 'orders',
      program: programs.orders,
      endpointsPath: join(directory, 'orders.json'),
      environment: { ...environment, INVENTORY_TARGET: inventorySlot.target },
    }),
  );
  const orders = opening.use(
    createClient(OrdersServiceService, { target: ordersSlot.target, policy: undeterred }),
  );
  const inventory = opening.use(
    createClient(InventoryServiceService, { target: inventorySlot.target, policy: undeterred }),
  );
  const books = opening.use(openBooks(databaseUrl));
  let count = 0;
  const newId = (what: string) => `${what}-${(count += 1)}`;
  const resources = opening.move();
  return {
    books,
    slots: { orders: ordersSlot, inventory: inventorySlot },
    orders,
    inventory,
    newId,
    async stockUp(units) {
      const sku = newId('crash');
      const row = { sku, name: sku, priceCents: 100n, received: BigInt(units) };
      await inventory.importStock(streamOf(row));
      return sku;
    },
    async renew() {
      for (const slot of [inventorySlot, ordersSlot]) {
        await slot.kill();
        await slot.succeed();
      }
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
