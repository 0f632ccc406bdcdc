// The whole platform in this one process: `node one-process-host.ts <data directory> <policies>`, forked by
// in-one-process.ts and spoken to over the IPC channel.
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@ballast/persistence/embedded';
import type { RunningProgram, Start } from '@ballast/program';
import type { HostAnswer, HostCommand } from './one-process-messages.ts';
import type { Replica, Service } from './platform.ts';

const [, , directory = '', policyDirectory = ''] = process.argv;
const apps = join(import.meta.dirname, '../../..');
const programs: RunningProgram[] = [];
const replicas: Replica[] = [];

// Durable: the suite crashes it, and counts what was answered.
const database = await startEmbeddedPostgres({ directory });
const inventory = await startApp('inventory', 3, {});
const notifications = await startApp('notifications', 1, {});
const orders = await startApp('orders', 2, {
  // All of it shares one thread: what orders take is shown where each has a process.
  ORDERS_PLACE_BUDGET: '4s',
  INVENTORY_TARGET: inventory,
  NOTIFICATIONS_TARGET: notifications,
});
await startApp('gateway', 1, { INVENTORY_TARGET: inventory, ORDERS_TARGET: orders });

process.on('message', (command: HostCommand) => {
  obey(command).then(
    () => say({ type: 'done' }),
    (error: unknown) => say({ type: 'failed', error: String(error) }),
  );
});
// Whoever forked this is gone: leave nothing behind.
process.once('disconnect', () => void stop().finally(() => process.exit()));
say({ type: 'ready', databaseUrl: database.url, replicas });

/** Starts replicas of an app as its own main.ts would; resolves to a target for all of them. */
async function startApp(service: Service, count: number, targets: object): Promise<string> {
  // By a computed path: the suite sees apps only as programs.
  const path = join(apps, service, 'src/main.ts');
  const { start } = (await import(path)) as { start: Start };
  const environment = {
    PORT: '0',
    BALLAST_DATABASE_URL: database.url,
    BALLAST_POLICY_DIR: policyDirectory,
    LOG_LEVEL: 'warn',
    ...targets,
  };
  const started = await Promise.all(
    Array.from({ length: count }, () => start(environment, AbortSignal.any([]))),
  );
  programs.push(...started);
  const addresses = started.map(({ address }) => address);
  replicas.push(...addresses.map((address) => ({ service, address, id: String(process.pid) })));
  return `static:///${addresses.join(',')}`;
}

async function obey(command: HostCommand): Promise<void> {
  switch (command.type) {
    case 'restart database':
      return database.restart({ crash: command.crash });
    case 'stop':
      return stop();
    default:
      command satisfies never;
  }
}

async function stop(): Promise<void> {
  // Callers before those they call.
  for (const program of programs.toReversed()) await program.drain();
  await database.stop();
}

function say(answer: HostAnswer): void {
  process.send?.(answer, undefined, undefined, () => undefined);
}
