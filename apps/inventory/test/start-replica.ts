import { createClient } from '@ballast/client';
import type { Client } from '@ballast/client';
import { descriptors, InventoryServiceService } from '@ballast/contracts';
import type { ImportStockRequest, Stock } from '@ballast/contracts';
import { silentLogger } from '@ballast/logging';
import { implement, startServer } from '@ballast/server';
import type { RunningServer } from '@ballast/server';
import { createInventoryHandlers } from '../src/handlers.ts';
import { createStockStore } from '../src/store/create-stock-store.ts';
import { followChanges } from './open-store.ts';
import type { InventoryDatabase } from './open-store.ts';

export interface Replica extends AsyncDisposable {
  readonly server: RunningServer;
  readonly client: Client<typeof InventoryServiceService>;
}

/** A replica of the inventory in this process, and a client of it. */
export async function startReplica(database: InventoryDatabase): Promise<Replica> {
  const handlers = createInventoryHandlers({
    store: createStockStore(database),
    changes: followChanges(database),
    reservationTtlMs: 600_000,
  });
  const validate = { importStock: 'report' } as const;
  const server = await startServer({
    address: '127.0.0.1:0',
    services: [implement(InventoryServiceService, handlers, { validate })],
    descriptors,
    logger: silentLogger,
    drainDelayMs: 0,
  });
  const target = `static:///${server.address}`;
  const client = createClient(InventoryServiceService, { target });
  return {
    server,
    client,
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
      await database.close();
    },
  };
}

/** A good row of a catalogue. */
export const row = (sku: string, received = 10n, rest: Partial<ImportStockRequest> = {}) => ({
  ...{ sku, name: `name of ${sku}`, priceCents: 250n, received },
  ...rest,
});

export async function stockOf({ client }: Replica, sku: string): Promise<Stock | undefined> {
  return (await client.getStock({ sku })).stock;
}
