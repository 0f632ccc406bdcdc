import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import { DATABASE, PASSWORD_FILE, SUPERUSER } from './data-directory.ts';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.ts';
import { explainServerOutput } from './server-output.ts';
import { SYNC_METHOD } from './server-settings.ts';

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
    const how = { ...account, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
    const initdb = (...options: string[]) =>
      promisify(execFile)(binaries.initdb, ['--pgdata', unfinished, ...options], how);
    await initdb(
      ...['--username', SUPERUSER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
      // The same order of text on every machine, whatever its language.
      ...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
      ...['--encoding', 'UTF8', '--no-instructions', '--no-sync'],
    );
    await createDatabase(binaries, unfinished, how);
    // Once for all that was written.
    if (durable) await initdb('--sync-only', '--sync-method', SYNC_METHOD);
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
  how: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<void> {
  const single = execFile(postgres, ['--single', '-D', data, '-F', 'postgres'], how);
  single.stdin?.end(`create database ${DATABASE}\n`);
  let stderr = '';
  single.stderr?.on('data', (text: string) => (stderr += text));
  const [code] = (await once(single, 'close')) as [number | null];
  if (code !== 0 || /\b(ERROR|FATAL|PANIC): /.test(stderr)) {
    throw Object.assign(new Error('the first database could not be created'), { stderr });
  }
}
