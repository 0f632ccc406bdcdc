import { compileAhead } from './compile-ahead.ts';
import { openControlSocket } from './control-socket.ts';
import { claimDataDirectory, prepareDataDirectory } from './data-directory.ts';
import { findFreePort } from './find-free-port.ts';
import { openDatabase } from './join-database.ts';
import { obeyControl } from './obey-control.ts';
import type { StartOptions } from './parse-options.ts';
import type { PlatformLog } from './platform-log.ts';
import { Platform, type Replicas } from './platform.ts';
import { SERVICES, type Service } from './services.ts';
import { startService } from './start-service.ts';
import { stopGraceMs } from './stop-grace.ts';

export interface PlatformOptions extends StartOptions {
  /** The repository: a service is `apps/<service>/src/main.ts`. */
  readonly root: string;
  /** BALLAST_DATABASE_URL; undefined for a database of the platform's own. */
  readonly databaseUrl: string | undefined;
}

/**
 * Checks what can be checked before anything is started, then starts it all. The platform is not
 * ready yet then; see {@link Platform.ready}.
 *
 * @param signal gives up; a database that is just being made is finished first
 * @throws StartError with one line for whoever typed the command; nothing is left running then
 */
export async function startPlatform(
  options: PlatformOptions,
  log: PlatformLog,
  signal: AbortSignal,
): Promise<Platform> {
  const { dataDirectory } = options;
  const opened: { platform?: Platform } = {};
  await using opening = new AsyncDisposableStack();

  prepareDataDirectory(dataDirectory);
  opening.defer(claimDataDirectory(dataDirectory).release);
  const port = await findFreePort(options.port, '--port');
  const consolePort = options.withConsole
    ? await findFreePort(options.consolePort, '--console-port')
    : undefined;
  const control = await openControlSocket(dataDirectory, (command) =>
    obeyControl(opened.platform, command),
  );
  opening.defer(control.close);
  const compiled = compileAhead(options.root, log.logger);
  const database = await openDatabase({ ...options, logger: log.logger });
  opening.defer(database.leave);
  await compiled;
  signal.throwIfAborted();

  const surroundings = { ...options, port, consolePort, databaseUrl: database.url };
  const replicas: Replicas = {
    ...{ console: [], gateway: [], orders: [], inventory: [], notifications: [] },
  };
  let stoppingSinceMs: number | undefined;
  // What is started last is stopped first: callers before those they call.
  for (const service of SERVICES.toReversed()) {
    const count = countOf(service, options);
    const names = Array.from({ length: count }, (_, index) => `${service}#${index + 1}`);
    replicas[service].push(...(await startService(service, names, surroundings, log)));
    opening.defer(async () => {
      stoppingSinceMs ??= performance.now();
      const graceMs = stopGraceMs(service, performance.now() - stoppingSinceMs);
      await Promise.all(replicas[service].map((replica) => replica.stop(graceMs)));
    });
  }
  const resources = opening.move();
  return (opened.platform = new Platform({ surroundings, database, replicas, log, resources }));
}

function countOf(service: Service, { replicas, withConsole }: StartOptions): number {
  if (service === 'console') return withConsole ? 1 : 0;
  return service === 'gateway' ? 1 : replicas[service];
}
