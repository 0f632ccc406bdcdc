import { openDatabase } from '@ballast/persistence';
import type { Database } from '@ballast/persistence';
import { findTestServer, openTestDatabase } from '@ballast/persistence/testing';
import { silentLogger } from '@ballast/logging';
import { createStockChanges } from '../src/store/create-stock-changes.ts';
import { createStockStore } from '../src/store/create-stock-store.ts';
import { migrations } from '../src/store/migrations.ts';
import type { StockStore } from '../src/store/stock-store.ts';
import type { InventoryTables } from '../src/store/tables.ts';

export type InventoryDatabase = Database<InventoryTables>;

/** A migrated schema of its own. */
export function openInventoryDatabase(): Promise<InventoryDatabase> {
  return openTestDatabase<InventoryTables>(migrations);
}

/** The same tables again, over connections of their own: as another replica has them. */
export async function openReplica({ schema }: InventoryDatabase): Promise<InventoryDatabase> {
  return openDatabase<InventoryTables>({
    url: await findTestServer(),
    schema,
    applicationName: 'replica',
    logger: silentLogger,
  });
}

/** Hints are lost only where a test wants it: whoever waits for the poll instead runs out of time. */
export function followChanges(database: InventoryDatabase) {
  return createStockChanges({ database, logger: silentLogger, pollMs: 60_000 });
}

export { createStockStore };

/** Puts units of each sku into the house, at 100 cents. */
export async function stockUp(store: StockStore, skus: readonly string[], units: bigint) {
  await store.importRows(
    skus.map((sku) => ({ sku, name: `name of ${sku}`, priceCents: 100n, received: units })),
    {},
  );
}
