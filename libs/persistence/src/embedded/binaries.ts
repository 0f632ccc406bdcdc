import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { findClosedDirectory, type ServerAccount } from './account.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** Absolute paths of the programs, ready to run. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version of the programs ("18"), to be compared with a data directory's PG_VERSION. */
  readonly majorVersion: string;
}

/**
 * Finds the programs that npm installed for this platform and makes them runnable for `account`:
 * links the libraries, and copies all of it to {@link sharedDirectory} where the account cannot
 * reach, or nobody can write, the package.
 *
 * @param installed the root of the npm package.
 * @throws EmbeddedPostgresError when there are none for this platform.
 */
export async function findBinaries(
  account: ServerAccount | undefined,
  installed = findPackage(),
): Promise<Binaries> {
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    version: string;
  };
  const native = join(installed, 'native');
  const usable =
    (await findClosedDirectory(join(native, 'bin'), account)) === undefined &&
    (await linkLibraries(native, installed));
  const root = usable ? native : await copyBinaries(installed, version);
  const [majorVersion = ''] = version.split('.');
  return { initdb: join(root, 'bin/initdb'), postgres: join(root, 'bin/postgres'), majorVersion };
}

/**
 * Where things go that the account cannot reach in their own place: outside every home directory
 * when root.
 */
export function sharedDirectory(): string {
  if (process.getuid?.() === 0) return '/var/lib/ballast';
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ballast');
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${arch()}`;
  if (process.platform === 'win32') {
    throw new EmbeddedPostgresError(
      'the embedded PostgreSQL does not run on Windows: use WSL, or set BALLAST_DATABASE_URL',
    );
  }
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `no PostgreSQL for this platform: ${name} is not installed (npm leaves it out with --omit=optional); ` +
        'install it, or set BALLAST_DATABASE_URL',
      { cause },
    );
  }
}

/**
 * npm packages carry no symbolic links, so the package lists them and makes them in an install
 * script. Made here too, because scripts may be switched off (`--ignore-scripts`). Several
 * processes may do so at once: the one that comes second finds the link, which is as good. False
 * where the package cannot be written.
 */
async function linkLibraries(native: string, installed: string): Promise<boolean> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    try {
      await symlink(basename(source), join(installed, target));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') return false;
    }
  }
  return true;
}

async function copyBinaries(installed: string, version: string): Promise<string> {
  const target = join(sharedDirectory(), `postgres-${version}`);
  if (await isDirectory(target)) return target;
  let unfinished = target;
  try {
    await mkdir(sharedDirectory(), { recursive: true, mode: 0o755 });
    unfinished = await mkdtemp(`${target}.`);
    await cp(join(installed, 'native'), join(unfinished, 'native'), { recursive: true });
    await linkLibraries(join(unfinished, 'native'), unfinished);
    await chmod(join(unfinished, 'native'), 0o755);
    await rename(join(unfinished, 'native'), target);
  } catch (cause) {
    if (!(await isDirectory(target))) {
      throw new EmbeddedPostgresError(
        `cannot copy PostgreSQL's programs to ${target}: ${(cause as Error).message}`,
        { cause },
      );
    }
  } finally {
    if (unfinished !== target) await rm(unfinished, { recursive: true, force: true });
  }
  return target;
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
