import { descriptors, NotificationsServiceService } from '@ballast/contracts';
import { FaultSet } from '@ballast/faults';
import { openDatabase } from '@ballast/persistence';
import { runProgram } from '@ballast/program';
import type { RunningProgram } from '@ballast/program';
import { implement, startServer } from '@ballast/server';
import { startTelemetry } from '@ballast/telemetry';
import { loadNotificationsConfig } from './config.ts';
import { createNotificationsHandlers } from './handlers.ts';
import { createNotificationStore } from './store/create-notification-store.ts';
import { migrations } from './store/migrations.ts';
import type { NotificationsTables } from './store/tables.ts';

/** Starts the notifications. It listens once its database is there and migrated. */
export async function start(
  environment: NodeJS.ProcessEnv,
  signal = new AbortController().signal,
): Promise<RunningProgram> {
  const config = loadNotificationsConfig(environment);
  const name = 'notifications';
  await using started = new AsyncDisposableStack();
  const { logger } = started.use(await startTelemetry(name, config));

  const database = started.use(
    openDatabase<NotificationsTables>({
      ...{ url: config.databaseUrl, schema: name, applicationName: name, logger },
      maxConnections: config.databaseConnections,
    }),
  );
  await database.migrate(migrations, { waitMs: config.databaseWaitMs, signal });

  const handlers = createNotificationsHandlers(createNotificationStore(database));
  const server = await startServer({
    ...config,
    faults: config.faultsAllowed ? new FaultSet() : undefined,
    services: [implement(NotificationsServiceService, handlers)],
    descriptors,
    logger,
  });

  const resources = started.move();
  const drain = async (): Promise<void> => {
    await server.drain();
    await resources.disposeAsync();
  };
  return { address: server.address, drain, force: () => server.force() };
}

if (import.meta.main) await runProgram(start);
