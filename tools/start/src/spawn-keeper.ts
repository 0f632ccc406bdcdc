import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLastWords } from './instance.ts';
import { nodeCacheEnvironment } from './node-cache.ts';

export interface SpawnedKeeper {
  hasEnded(): boolean;
  /** Why it could not run; undefined where it found nothing to do. */
  findFailure(): string | undefined;
}

export interface KeeperPlan {
  readonly dataDirectory: string;
  readonly port: number;
  readonly fresh: boolean;
}

/** Starts a keeper that outlives this process where others use the database. */
export function spawnKeeper({ dataDirectory, port, fresh }: KeeperPlan): SpawnedKeeper {
  const logFile = join(dataDirectory, 'database-keeper.log');
  const log = openSync(logFile, 'w');
  const program = join(import.meta.dirname, 'database-keeper.ts');
  const args = [program, dataDirectory, '--port', String(port), ...(fresh ? ['--fresh'] : [])];
  const child = spawn(process.execPath, args, {
    cwd: '/',
    env: { ...process.env, ...nodeCacheEnvironment(dataDirectory) },
    stdio: ['ignore', log, log],
    // A process group of its own: Ctrl-C is for the services, which still need it to drain.
    detached: true,
  });
  closeSync(log);
  child.unref();
  let failure: string | undefined;
  child.once('error', (error) => (failure = error.message));
  const hasEnded = (): boolean =>
    failure !== undefined || child.exitCode !== null || child.signalCode !== null;
  return {
    hasEnded,
    findFailure() {
      if (failure !== undefined) return failure;
      if (child.exitCode === 0) return undefined;
      const words = findLastWords(readFileSync(logFile, 'utf8').split('\n'));
      return `${words || `its keeper ended (${child.signalCode ?? child.exitCode})`}; see ${logFile}`;
    },
  };
}
