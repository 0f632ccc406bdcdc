import { tryLock } from '@ballast/tool-bootstrap/lock-file';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

/** Makes the directory with what is always in it. @throws StartError where it cannot be written */
export function prepareDataDirectory(directory: string): void {
  try {
    mkdirSync(join(directory, 'endpoints'), { recursive: true });
    // Root passes every check of permissions; a read-only file system says no only when written to.
    const probe = join(directory, `.writable.${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    throw new StartError(
      `the data directory ${directory} cannot be written (${reasonOf(cause)}): choose another with --data`,
      { cause },
    );
  }
}

/** One `npm start` for a data directory. @throws StartError where another one runs */
export function claimDataDirectory(directory: string): { release: () => void } {
  const attempt = tryLock(join(directory, 'start.lock'));
  if (attempt.kind === 'taken') {
    // Whoever hurries the end leaves from in between.
    process.once('exit', attempt.release);
    return attempt;
  }
  throw new StartError(
    `the data directory ${directory} is in use by another npm start (process ${attempt.pid}): ` +
      'stop that one, or choose another directory with --data',
  );
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EROFS') return 'the file system is read-only';
  if (code === 'ENOSPC') return 'no space left on the device';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a file is in the way';
  return code ?? message;
}
