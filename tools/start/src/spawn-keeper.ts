import { findProcessIdentity, isProcessAlive } from '@ballast/tool-bootstrap/process-identity';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { findLastWords } from './instance.ts';

export interface SpawnedKeeper {
  readonly pid: number;
  isRunning(): boolean;
  /** Ends it where it has no user. */
  dismiss(): void;
  /** Why it could not run; undefined where it found nothing to do. */
  findFailure(): string | undefined;
}

export interface KeeperPlan {
  readonly dataDirectory: string;
  readonly port: number;
  readonly fresh: boolean;
}

/**
 * Starts a keeper that is nobody's child: a shell puts it in the background and ends. Who stops a
 * command with all its descendants, leaves first, as nx does, would else end the database before the
 * services that drain, and the database of others as well.
 */
export async function spawnKeeper({
  dataDirectory,
  port,
  fresh,
}: KeeperPlan): Promise<SpawnedKeeper> {
  const logFile = join(dataDirectory, 'database-keeper.log');
  const log = openSync(logFile, 'w');
  const program = join(import.meta.dirname, 'database-keeper.ts');
  const command = [process.execPath, program, dataDirectory, '--port', String(port)];
  if (fresh) command.push('--fresh');
  const shell = spawn('/bin/sh', ['-c', '"$@" >&2 & echo $!', 'sh', ...command], {
    cwd: '/',
    stdio: ['ignore', 'pipe', log],
    // A process group of its own: Ctrl-C is for the services, which need the database to drain.
    detached: true,
  });
  closeSync(log);
  const pid = Number(await text(shell.stdout!));
  const identity = findProcessIdentity(pid);
  const isRunning = (): boolean => identity !== undefined && isProcessAlive(identity);
  return {
    pid,
    isRunning,
    dismiss() {
      if (isRunning()) process.kill(pid, 'SIGTERM');
    },
    findFailure() {
      const words = findLastWords(readFileSync(logFile, 'utf8').split('\n'));
      return words === '' ? undefined : `${words} (more in ${logFile})`;
    },
  };
}
