import { rmSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { findStartTime, isAlive } from './process-identity.ts';

/** Held by the one process that starts and stops the server of a directory. */
export interface DirectoryLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly startTime: string;
}

/**
 * Takes `<directory>/launcher.lock`, also from a holder that is dead.
 *
 * @throws EmbeddedPostgresError when a live process holds it.
 */
export async function takeDirectoryLock(directory: string): Promise<DirectoryLock> {
  const path = join(directory, 'launcher.lock');
  const mine = join(directory, `launcher.lock.${process.pid}`);
  const holder: Holder = { pid: process.pid, startTime: findStartTime(process.pid) ?? '' };
  try {
    await writeFile(mine, JSON.stringify(holder));
    // A link appears with its whole content or not at all, and fails when the name is taken.
    while (!(await tryLink(mine, path))) await removeStaleLock(path, directory);
  } finally {
    await rm(mine, { force: true });
  }
  return { release: () => rmSync(path, { force: true }) };
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeStaleLock(path: string, directory: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const holder = parseHolder(text);
  if (holder !== undefined && isHolding(holder)) {
    throw new EmbeddedPostgresError(
      `the database directory ${directory} is in use by the running process ${holder.pid}: ` +
        'stop that one first, or choose another directory',
    );
  }
  // Another starter may have replaced the stale lock meanwhile: look at what was really taken away,
  // and put it back.
  const removed = `${path}.stale.${process.pid}`;
  await rename(path, removed).catch(() => undefined);
  const taken = await readFile(removed, 'utf8').catch(() => undefined);
  if (taken !== undefined && taken !== text) await tryLink(removed, path);
  await rm(removed, { force: true });
}

function parseHolder(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}

function isHolding({ pid, startTime }: Holder): boolean {
  return isAlive(pid) && findStartTime(pid) === startTime;
}
