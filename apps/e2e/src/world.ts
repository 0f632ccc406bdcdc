import { createClient, type Client } from '@ballast/client';
import {
  InventoryServiceService,
  NotificationsServiceService,
  OrdersServiceService,
} from '@ballast/contracts';
import { runId } from './run-id.ts';
import type { ResultsTable } from './cluster/results-tables.ts';
import type { Platform } from './platform/platform.ts';
import { mesh } from './mesh-of-process.ts';
import { createShop, type Shop } from './shop/shop.ts';
import { streamOf } from './stream-of.ts';

/** What a case works with: the platform, ways into it, and stock and customers of its own. */
export interface World extends Disposable {
  readonly platform: Platform;
  /** The shop over a new connection for each request. */
  readonly shop: Shop;
  /** Straight to the replicas, past the gateway. */
  readonly orders: Client<typeof OrdersServiceService>;
  readonly inventory: Client<typeof InventoryServiceService>;
  readonly notifications: Client<typeof NotificationsServiceService>;
  /** A new sku with so many units, at 100 cents unless told otherwise. */
  stockUp(units: number, priceCents?: number): Promise<string>;
  /** An id that nobody else uses: for customers, keys and reservations. */
  newId(what: string): string;
  /** A measured fact, printed with the results. */
  note(fact: string): void;
  /** A row of a table in docs/results/cluster.md; see src/cluster/results-tables.ts. */
  record(table: ResultsTable, row: readonly string[]): void;
}

export function createWorld(
  platform: Platform,
  {
    note = (fact) => console.log(`    measured: ${fact}`),
    record = () => undefined,
  }: Partial<Pick<World, 'note' | 'record'>> = {},
): World {
  const orders = createClient(OrdersServiceService, { target: platform.targetOf('orders'), mesh });
  const inventory = createClient(InventoryServiceService, {
    ...{ target: platform.targetOf('inventory'), mesh },
  });
  const notifications = createClient(NotificationsServiceService, {
    ...{ target: platform.targetOf('notifications'), mesh },
  });
  let count = 0;
  const newId = (what: string) => `${what}-${runId}-${(count += 1)}`;
  return {
    platform,
    shop: createShop(platform.shopUrl),
    orders,
    inventory,
    notifications,
    newId,
    async stockUp(units, priceCents = 100) {
      const sku = newId('e2e');
      const row = { sku, name: sku, priceCents: BigInt(priceCents), received: BigInt(units) };
      const { imported } = await inventory.importStock(streamOf(row));
      if (imported !== 1n) throw new Error(`the import of ${sku} took ${imported} rows`);
      return sku;
    },
    note,
    record,
    [Symbol.dispose]: () => {
      orders[Symbol.dispose]();
      inventory[Symbol.dispose]();
      notifications[Symbol.dispose]();
    },
  };
}
