import { createClient } from '@ballast/client';
import {
  descriptors,
  inventoryPolicy,
  InventoryServiceService,
  OrdersServiceService,
} from '@ballast/contracts';
import { createLogger } from '@ballast/logging';
import { openDatabase } from '@ballast/persistence';
import { runProgram } from '@ballast/program';
import type { RunningProgram } from '@ballast/program';
import { implement, startServer } from '@ballast/server';
import { loadOrdersConfig } from './config.ts';
import { createOrdersHandlers } from './handlers.ts';
import { startKeySweeper } from './key-sweeper.ts';
import { createReservations } from './saga/reservations.ts';
import { createSaga } from './saga/saga.ts';
import { startRelay } from './saga/start-relay.ts';
import { createOrderStore } from './store/create-order-store.ts';
import { migrations } from './store/migrations.ts';
import type { OrdersTables } from './store/tables.ts';

/**
 * Starts the orders service. It listens once its database is there and migrated: what listens can
 * serve. The inventory may be away: orders are then accepted as PENDING.
 */
export async function start(
  environment: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<RunningProgram> {
  const config = loadOrdersConfig(environment);
  const logger = createLogger({ service: 'orders', level: config.logLevel });
  await using started = new AsyncDisposableStack();

  const database = started.use(
    openDatabase<OrdersTables>({
      ...{ url: config.databaseUrl, schema: 'orders', applicationName: 'orders', logger },
      maxConnections: config.databaseConnections,
    }),
  );
  await database.migrate(migrations, { waitMs: config.databaseWaitMs, ...(signal && { signal }) });
  const store = createOrderStore({ ...config, database, logger });
  const inventory = started.use(
    createClient(InventoryServiceService, {
      target: config.inventoryTarget,
      policy: inventoryPolicy,
    }),
  );
  const saga = createSaga({ store, reservations: createReservations(inventory) });

  const handlers = createOrdersHandlers({ ...config, store, saga, logger });
  const address = `${config.host}:${config.port}`;
  const services = [implement(OrdersServiceService, handlers)];
  const server = await startServer({ ...config, address, services, descriptors, logger });
  const relay = startRelay({ ...config, database, store, saga, logger });
  const keySweeper = startKeySweeper({ store, logger });

  const resources = started.move();
  const drain = async (): Promise<void> => {
    await Promise.all([server.drain(), relay.stop(), keySweeper.stop()]);
    await resources.disposeAsync();
  };
  return { address: server.address, drain, force: () => server.force() };
}

if (import.meta.main) await runProgram(start);
