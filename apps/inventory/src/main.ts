import { descriptors, InventoryServiceService } from '@ballast/contracts';
import { FaultSet } from '@ballast/faults';
import { openDatabase } from '@ballast/persistence';
import { runProgram } from '@ballast/program';
import type { RunningProgram } from '@ballast/program';
import { implement, startServer } from '@ballast/server';
import { startTelemetry } from '@ballast/telemetry';
import { loadInventoryConfig } from './config.ts';
import { createInventoryHandlers } from './handlers.ts';
import { createStockChanges } from './store/create-stock-changes.ts';
import { createStockStore } from './store/create-stock-store.ts';
import { migrations } from './store/migrations.ts';
import type { InventoryTables } from './store/tables.ts';
import { startSweeper } from './sweeper.ts';

/** Starts the inventory. It listens once its database is there and migrated: what listens can serve. */
export async function start(
  environment: NodeJS.ProcessEnv,
  signal = new AbortController().signal,
): Promise<RunningProgram> {
  const config = loadInventoryConfig(environment);
  await using started = new AsyncDisposableStack();
  const { logger } = started.use(await startTelemetry('inventory', config));

  const database = started.use(
    openDatabase<InventoryTables>({
      ...{ url: config.databaseUrl, schema: 'inventory', applicationName: 'inventory', logger },
      maxConnections: config.databaseConnections,
    }),
  );
  await database.migrate(migrations, { waitMs: config.databaseWaitMs, signal });
  const store = createStockStore(database);
  const changes = createStockChanges({ database, logger });

  const handlers = createInventoryHandlers({ ...config, store, changes });
  const validate = { importStock: 'report' } as const;
  const server = await startServer({
    ...config,
    faults: config.faultsAllowed ? new FaultSet() : undefined,
    services: [implement(InventoryServiceService, handlers, { validate })],
    descriptors,
    logger,
  });
  const sweeper = startSweeper({ ...config, store, changes, logger });

  const resources = started.move();
  const drain = async (): Promise<void> => {
    await Promise.all([server.drain(), sweeper.stop()]);
    await resources.disposeAsync();
  };
  return { address: server.address, drain, force: () => server.force() };
}

if (import.meta.main) await runProgram(start);
