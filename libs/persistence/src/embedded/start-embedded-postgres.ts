import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findServerAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import {
  DATABASE,
  isInitialised,
  prepareDirectory,
  readPassword,
  SUPERUSER,
} from './data-directory.ts';
import { takeDirectoryLock } from './directory-lock.ts';
import {
  EmbeddedPostgresError,
  isEmbeddedPostgresError,
  reasonOf,
} from './embedded-postgres-error.ts';
import { resolveEmbeddedPostgresOptions, type EmbeddedPostgresOptions } from './options.ts';
import { initialise } from './initialise.ts';
import { placeData } from './place-data.ts';
import { choosePort } from './port.ts';
import { readLastPort, readPostmasterFile } from './postmaster-file.ts';
import { findPostmaster, launchPostmaster, stopPostmaster, type Postmaster } from './postmaster.ts';
import { isAlive, isServerOf } from './process-identity.ts';

export interface EmbeddedPostgres extends AsyncDisposable {
  /**
   * `postgres://…@127.0.0.1:<port>/ballast`, with the password: what `psql` and
   * BALLAST_DATABASE_URL take.
   */
  readonly url: string;
  /** Process id of the server; another one after {@link restart}. */
  readonly pid: number;
  /** True when a server that a killed launcher left behind was taken over instead of started. */
  readonly adopted: boolean;
  /**
   * Ends the server, in at most 15 s, and gives the directory free. Again and at the same time is
   * fine.
   */
  stop(): Promise<void>;
  /**
   * Stops and starts on the same port; `crash` stops it without a checkpoint, as a power cut would.
   */
  restart(options?: { crash?: boolean }): Promise<void>;
}

/**
 * Runs PostgreSQL on 127.0.0.1 for one directory: creates the database on first use, takes over a
 * server that a killed launcher left behind, else starts one. The server lives until {@link
 * EmbeddedPostgres.stop}; when this process ends in any way that runs its exit handlers, the server
 * is told to end too.
 *
 * @throws EmbeddedPostgresError with one line for a person: directory not writable, in use by a
 *   live process, or of another PostgreSQL version; port taken; no space left; no binaries for this
 *   platform.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const {
    directory,
    port: askedPort,
    durable,
    onProgress,
  } = resolveEmbeddedPostgresOptions(options);
  await prepareDirectory(directory);
  const lock = await takeDirectoryLock(directory).catch(failed(directory));
  try {
    const account = findServerAccount();
    const binaries = await findBinaries(account);
    const data = await placeData(directory, account);
    const initialised = await isInitialised(data, directory, binaries.majorVersion);
    const logFile = join(directory, 'postgres.log');
    const launch = async (port: number): Promise<Postmaster> => {
      await rm(join(data, 'postmaster.pid'), { force: true });
      return await launchPostmaster({ binaries, data, logFile, account, durable, port });
    };
    if (!initialised) {
      onProgress('creating the database');
      await initialise(binaries, data, account, durable);
    }
    let postmaster = await findPostmaster(data);
    if (postmaster !== undefined && askedPort !== 0 && postmaster.port !== askedPort) {
      await stopPostmaster(postmaster.pid, data, 'fast');
      postmaster = undefined;
    }
    const adopted = postmaster !== undefined;
    if (postmaster === undefined) {
      onProgress(`starting PostgreSQL ${binaries.majorVersion}`);
      postmaster = await launch(await choosePort(askedPort, await readLastPort(data)));
    }
    const url = urlOf(await readPassword(data), postmaster.port);
    return runningServer({ url, data, adopted, postmaster, launch, release: lock.release });
  } catch (error) {
    lock.release();
    return failed(directory)(error);
  }
}

/**
 * Rethrows what has its own words, and gives words to the rest: the disk may be full at any step.
 */
function failed(directory: string): (error: unknown) => never {
  return (error) => {
    if (isEmbeddedPostgresError(error)) throw error;
    throw new EmbeddedPostgresError(
      `the database in ${directory} cannot be started: ${reasonOf(error)}`,
      { cause: error },
    );
  };
}

/**
 * The server of a directory that another process runs, for whoever wants to join it; undefined when
 * none is ready there.
 */
export async function findEmbeddedPostgres(
  directory: string,
): Promise<{ readonly url: string; readonly pid: number } | undefined> {
  const data = await realpath(join(directory, 'data')).catch(() => undefined);
  if (data === undefined) return undefined;
  const file = await readPostmasterFile(data);
  if (file?.status !== 'ready' || !isAlive(file.pid) || !isServerOf(file.pid, data))
    return undefined;
  return { url: urlOf(await readPassword(data), file.port), pid: file.pid };
}

function urlOf(password: string, port: number): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

function runningServer(state: {
  readonly url: string;
  readonly data: string;
  readonly adopted: boolean;
  postmaster: Postmaster;
  readonly launch: (port: number) => Promise<Postmaster>;
  readonly release: () => void;
}): EmbeddedPostgres {
  const { url, data, adopted, launch, release } = state;
  let { postmaster } = state;
  let stopped: Promise<void> | undefined;
  const endWithProcess = (): void => {
    try {
      if (isServerOf(postmaster.pid, data)) process.kill(postmaster.pid, 'SIGINT');
    } catch {
      // Gone already.
    }
    release();
  };
  process.once('exit', endWithProcess);
  const stop = async (): Promise<void> => {
    process.off('exit', endWithProcess);
    await stopPostmaster(postmaster.pid, data, 'fast');
    release();
  };
  return {
    url,
    adopted,
    get pid() {
      return postmaster.pid;
    },
    stop: () => (stopped ??= stop()),
    async restart({ crash = false } = {}) {
      await stopPostmaster(postmaster.pid, data, crash ? 'immediate' : 'fast');
      postmaster = await launch(postmaster.port);
    },
    [Symbol.asyncDispose]: () => (stopped ??= stop()),
  };
}
