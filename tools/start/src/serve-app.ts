import type { BackOffOptions } from './back-off.ts';
import { prepareDataDirectory } from './data-directory.ts';
import { findFreePort } from './find-free-port.ts';
import { openDatabase } from './join-database.ts';
import { DEFAULT_PORTS, type ServeOptions } from './parse-serve-options.ts';
import type { PlatformLog } from './platform-log.ts';
import { reloadOnChange } from './reload-on-change.ts';
import { seedCatalogue } from './seed-catalogue.ts';
import { isReachedByPort, needsDatabase, type Surroundings } from './services.ts';
import { startService } from './start-service.ts';

/** One replica of an app, reloaded when its sources change. */
export interface ServedApp {
  /** Resolves with where it serves, for the first time. Undefined: it was stopped before. */
  readonly served: Promise<string | undefined>;
  /** Resolves when it has drained, and the database is down where nobody else uses it. */
  stop(): Promise<void>;
  force(): void;
}

/** How long the app may drain, in ms; the database needs some of the five seconds too. */
const STOP_GRACE_MS = 3500;

/**
 * Slower than `npm start`: a change usually comes before. And who stops a command with its descendants,
 * leaves first, as nx does, should find that the app stays away until its turn comes.
 */
const RESTART: BackOffOptions = { baseMs: 2000 };

/** @throws StartError with one line for whoever typed the command */
export async function serveApp(
  { app, port: askedPort, dataDirectory }: ServeOptions,
  root: string,
  log: PlatformLog,
  signal: AbortSignal,
): Promise<ServedApp> {
  await using opening = new AsyncDisposableStack();
  prepareDataDirectory(dataDirectory);
  const port = isReachedByPort(app) ? await findFreePort(askedPort, '--port') : 0;
  let databaseUrl = process.env['BALLAST_DATABASE_URL'] || undefined;
  if (needsDatabase(app)) {
    const database = await openDatabase({
      dataDirectory,
      databaseUrl,
      fresh: false,
      logger: log.logger,
    });
    opening.defer(database.leave);
    databaseUrl = database.url;
  }
  signal.throwIfAborted();

  const surroundings: Surroundings = {
    ...{ root, dataDirectory, databaseUrl: databaseUrl ?? '' },
    // Whatever else runs is where it is by default.
    port: app === 'gateway' ? port : DEFAULT_PORTS.gateway,
    consolePort: app === 'console' ? port : DEFAULT_PORTS.console,
  };
  const [replica] = await startService(app, [`${app}#serve`], surroundings, log, RESTART);
  if (replica === undefined) throw new Error(`${app} was not started`);
  opening.defer(() => replica.stop(STOP_GRACE_MS));
  opening.defer(reloadOnChange({ root, app, replica, logger: log.logger }));

  const serve = async (): Promise<string | undefined> => {
    await replica.served;
    const { state } = replica;
    if (app === 'inventory' && state.kind === 'serving') await seedCatalogue(surroundings, log);
    return 'address' in state ? state.address : undefined;
  };
  const resources = opening.move();
  return {
    served: serve(),
    stop: () => resources.disposeAsync(),
    force: () => replica.force(),
  };
}
