import { descriptors, OrdersServiceService } from '@ballast/contracts';
import { FaultSet } from '@ballast/faults';
import { openDatabase } from '@ballast/persistence';
import { runProgram, type RunningProgram } from '@ballast/program';
import { implement, startServer } from '@ballast/server';
import { startTelemetry } from '@ballast/telemetry';
import { loadOrdersConfig } from './config.ts';
import { createOrdersHandlers } from './handlers.ts';
import { connectToInventory } from './connect-to-inventory.ts';
import { connectToNotifications } from './connect-to-notifications.ts';
import { openPlacingPolicy } from './open-placing-policy.ts';
import { createReservations } from './saga/reservations.ts';
import { createSaga } from './saga/saga.ts';
import { startWorkers } from './start-workers.ts';
import { createOrderStore } from './store/create-order-store.ts';
import { migrations } from './store/migrations.ts';
import type { OrdersTables } from './store/tables.ts';

/**
 * Starts the orders service. It listens once its database is there and migrated: what listens can
 * serve. The inventory may be away: orders are then accepted as PENDING. Nobody waits for notifications.
 */
export async function start(
  environment: NodeJS.ProcessEnv,
  signal = new AbortController().signal,
): Promise<RunningProgram> {
  const config = loadOrdersConfig(environment);
  await using started = new AsyncDisposableStack();
  const { logger } = started.use(await startTelemetry('orders', config));

  const database = started.use(
    openDatabase<OrdersTables>({
      ...{ url: config.databaseUrl, schema: 'orders', applicationName: 'orders', logger },
      maxConnections: config.databaseConnections,
    }),
  );
  await database.migrate(migrations, { waitMs: config.databaseWaitMs, signal });
  const store = createOrderStore({ ...config, database, logger });

  const inventory = started.use(await connectToInventory(config, logger));
  const notifications = started.use(connectToNotifications(config));
  const policy = started.use(await openPlacingPolicy(config, logger));
  const saga = createSaga({ store, reservations: createReservations(inventory) });

  const handlers = createOrdersHandlers({ ...config, ...policy, store, saga, logger });
  const services = [implement(OrdersServiceService, handlers)];
  const faults = config.faultsAllowed ? new FaultSet() : undefined;
  const server = await startServer({ ...config, services, descriptors, faults, logger });
  const workers = startWorkers({ ...config, database, store, saga, notifications, logger });

  const resources = started.move();
  const drain = async (): Promise<void> => {
    await Promise.all([server.drain(), workers.stop()]);
    await resources.disposeAsync();
  };
  return { address: server.address, drain, force: () => server.force() };
}

if (import.meta.main) await runProgram(start);
