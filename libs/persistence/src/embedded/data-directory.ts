import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createHash, randomBytes } from 'node:crypto';
import {
  access,
  chown,
  constants,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findClosedDirectory, type ServerAccount } from './account.ts';
import { sharedDirectory, type Binaries } from './binaries.ts';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.ts';
import { explainServerOutput } from './server-output.ts';

/** Beside data that is kept outside its directory: the path of the link that leads to it. */
const ORIGIN = '.origin';
const PASSWORD_FILE = 'ballast-password';
export const SUPERUSER = 'ballast';
export const DATABASE = 'ballast';

/** Makes the directory, and says so in one line when that cannot be. */
export async function prepareDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    // Root passes every access(2) check, a read-only file system says no only when written to.
    await writeFile(join(directory, '.writable'), '');
    await rm(join(directory, '.writable'));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `the database directory ${directory} cannot be written: ${reasonOf(cause)}`,
      { cause },
    );
  }
}

/**
 * Where the server's files are, `<directory>/data`. When root starts the server and `nobody` cannot
 * enter the directory (a clone under /root, mode 0700), that is a link to a place outside, one per
 * directory: opening somebody's home to everybody is not ours to do.
 */
export async function placeData(
  directory: string,
  account: ServerAccount | undefined,
): Promise<string> {
  const data = join(directory, 'data');
  const found = await realpath(data).catch(() => undefined);
  if (found !== undefined) return found;
  // A link whose target was removed.
  await rm(data, { force: true });
  if ((await findClosedDirectory(directory, account)) === undefined) {
    return join(await realpath(directory), 'data');
  }
  return await placeDataOutside(directory, data);
}

async function placeDataOutside(directory: string, link: string): Promise<string> {
  await mkdir(sharedDirectory(), { recursive: true, mode: 0o755 });
  const shared = await realpath(sharedDirectory());
  await removeAbandoned(shared);
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  const outside = join(shared, `data-${name}`);
  await symlink(outside, link);
  await writeFile(`${outside}${ORIGIN}`, link);
  return outside;
}

/**
 * Data whose link is gone: somebody removed the directory, and could not know that there is more.
 */
async function removeAbandoned(shared: string): Promise<void> {
  for (const name of await readdir(shared)) {
    if (!name.endsWith(ORIGIN)) continue;
    const origin = join(shared, name);
    const outside = origin.slice(0, -ORIGIN.length);
    const link = await readFile(origin, 'utf8').catch(() => undefined);
    if (link === undefined || (await readlink(link).catch(() => '')) === outside) continue;
    await rm(outside, { recursive: true, force: true });
    await rm(origin, { force: true });
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

/**
 * Runs initdb beside the final place and moves the result there: a crash in the middle leaves
 * nothing half made.
 */
export async function initialise(
  binaries: Binaries,
  data: string,
  account: ServerAccount | undefined,
  durable: boolean,
): Promise<void> {
  const unfinished = `${data}.new`;
  const passwordFile = `${data}.password`;
  try {
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { mode: 0o700 });
    await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (account !== undefined) {
      await chown(unfinished, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    await promisify(execFile)(
      binaries.initdb,
      [
        ...['--pgdata', unfinished, '--username', SUPERUSER, '--pwfile', passwordFile],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-instructions'],
        // The same order of text on every machine, whatever its language.
        ...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
        ...(durable ? [] : ['--no-sync']),
      ],
      { ...account, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' } },
    );
    await createDatabase(binaries, unfinished, account, durable);
    await rename(passwordFile, join(unfinished, PASSWORD_FILE));
    await rename(unfinished, data);
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    const { stderr = '' } = cause as Error & { stderr?: string };
    const reason = explainServerOutput(stderr) ?? reasonOf(cause);
    throw new EmbeddedPostgresError(`cannot create the database in ${data}: ${reason}`, { cause });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * In single-user mode, so that a directory that is there is complete: there is no server yet, nor a
 * port.
 */
async function createDatabase(
  { postgres }: Binaries,
  data: string,
  account: ServerAccount | undefined,
  durable: boolean,
): Promise<void> {
  const fsync = `fsync=${durable ? 'on' : 'off'}`;
  const single = execFile(postgres, ['--single', '-D', data, '-c', fsync, 'postgres'], {
    ...account,
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
  single.stdin?.end(`create database ${DATABASE}\n`);
  let stderr = '';
  single.stderr?.on('data', (text: string) => (stderr += text));
  const [code] = (await once(single, 'close')) as [number | null];
  if (code !== 0 || /\b(ERROR|FATAL|PANIC): /.test(stderr)) {
    throw Object.assign(new Error('the first database could not be created'), { stderr });
  }
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
