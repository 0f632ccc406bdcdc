import { access, constants, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.ts';

export const PASSWORD_FILE = 'ballast-password';
export const SUPERUSER = 'ballast';
export const DATABASE = 'ballast';

/** Makes the directory, and says so in one line when that cannot be. */
export async function prepareDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    // Root passes every access(2) check, a read-only file system says no only when written to.
    // A file of its own: another process may be asking the same at this moment.
    const probe = join(directory, `.writable.${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `the database directory ${directory} cannot be written: ${reasonOf(cause)}`,
      { cause },
    );
  }
}

/** True for a database of our version, false where there is none yet. */
export async function isInitialised(
  data: string,
  directory: string,
  majorVersion: string,
): Promise<boolean> {
  for (const at of [data, directory]) {
    const version = await readFile(join(at, 'PG_VERSION'), 'utf8').catch(() => undefined);
    if (version === undefined) continue;
    if (version.trim() !== majorVersion) {
      throw new EmbeddedPostgresError(
        `${at} is a database of PostgreSQL ${version.trim()}, these programs are ${majorVersion}: ` +
          'choose another directory, or start from an empty one',
      );
    }
    if (at === data) return true;
  }
  return false;
}

export async function readPassword(data: string): Promise<string> {
  try {
    return await readFile(join(data, PASSWORD_FILE), 'utf8');
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `${data} has no readable ${PASSWORD_FILE}: it was not made by this platform, or by another user`,
      { cause },
    );
  }
}
