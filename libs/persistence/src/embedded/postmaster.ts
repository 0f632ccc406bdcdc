import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { portTaken } from './port.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { isAlive, isServerOf } from './process-identity.ts';
import { explainServerOutput, isPortTaken, isPredecessorEnding } from './server-output.ts';
import { serverSettings } from './server-settings.ts';

/** A running server, started by this process or taken over. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

export interface LaunchOptions {
  readonly binaries: Binaries;
  readonly data: string;
  readonly logFile: string;
  readonly account: ServerAccount | undefined;
  readonly durable: boolean;
  readonly port: number;
}

const READY_WITHIN_MS = 60_000;
const FAST_STOP_WITHIN_MS = 10_000;
const IMMEDIATE_STOP_WITHIN_MS = 5_000;
const POLL_MS = 10;

/** Starts the server and waits until it takes connections. */
export async function launchPostmaster(options: LaunchOptions): Promise<Postmaster> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const outcome = await tryLaunch(options, deadline);
    if (outcome.kind === 'ready') return { pid: outcome.pid, port: options.port };
    if (isPredecessorEnding(outcome.output) && performance.now() < deadline) {
      await delay(200);
      continue;
    }
    if (isPortTaken(outcome.output)) throw portTaken(options.port);
    const reason = explainServerOutput(outcome.output) ?? 'it said nothing';
    throw new EmbeddedPostgresError(
      `PostgreSQL did not start: ${reason} (more in ${options.logFile})`,
    );
  }
}

type Launch = { kind: 'ready'; pid: number } | { kind: 'ended'; output: string };

async function tryLaunch(options: LaunchOptions, deadline: number): Promise<Launch> {
  const { binaries, data, account, logFile } = options;
  // A file and not a pipe: the server may outlive this process, and must not end on a broken pipe.
  const log = await open(logFile, 'w');
  const child = spawn(binaries.postgres, ['-D', data, ...serverSettings(options)], {
    ...account,
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    stdio: ['ignore', log.fd, log.fd],
    // Its own process group: Ctrl-C in a terminal goes to the whole group, and the database has to
    // be there until the services have drained.
    detached: true,
  });
  // Does not keep the event loop alive: a program that is done ends, and takes the server with it.
  child.unref();
  let ended: string | undefined;
  child.once('error', (error) => (ended = `FATAL:  ${error.message}`));
  child.once('exit', () => (ended ??= ''));
  try {
    await once(child, 'spawn');
    while (performance.now() < deadline && ended === undefined) {
      const file = await readPostmasterFile(data);
      if (file?.pid === child.pid && file?.status === 'ready')
        return { kind: 'ready', pid: file.pid };
      await delay(POLL_MS);
    }
  } catch (error) {
    return { kind: 'ended', output: `FATAL:  ${(error as Error).message}` };
  } finally {
    await log.close();
  }
  if (ended === undefined) {
    child.kill('SIGQUIT');
    return { kind: 'ended', output: `FATAL:  not ready within ${READY_WITHIN_MS} ms` };
  }
  return { kind: 'ended', output: ended + (await readFile(logFile, 'utf8').catch(() => '')) };
}

/**
 * The server that a former launcher left behind, or undefined; a lock file without a server of ours
 * is no hindrance.
 */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const file = await readPostmasterFile(data);
    if (file === undefined || !isAlive(file.pid) || !isServerOf(file.pid, data)) return undefined;
    if (file.status === 'ready') return { pid: file.pid, port: file.port };
    if (performance.now() > deadline) {
      throw new EmbeddedPostgresError(
        `a former PostgreSQL (process ${file.pid}) in ${data} is neither ready nor gone`,
      );
    }
    await delay(POLL_MS);
  }
}

/**
 * Ends the server and waits until it is gone. 'fast' (SIGINT) rolls back what is open and writes a
 * checkpoint; 'immediate' (SIGQUIT) is a crash: the next start recovers from the log.
 */
export async function stopPostmaster(
  pid: number,
  data: string,
  mode: 'fast' | 'immediate',
): Promise<void> {
  // It may have ended long ago, and its number be somebody else's.
  if (!isServerOf(pid, data)) return;
  if (mode === 'fast' && (await signalAndWait(pid, 'SIGINT', FAST_STOP_WITHIN_MS))) return;
  if (await signalAndWait(pid, 'SIGQUIT', IMMEDIATE_STOP_WITHIN_MS)) return;
  throw new EmbeddedPostgresError(`PostgreSQL (process ${pid}) does not end`);
}

async function signalAndWait(
  pid: number,
  signal: NodeJS.Signals,
  withinMs: number,
): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  try {
    process.kill(pid, signal);
  } catch {
    return true;
  }
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}
