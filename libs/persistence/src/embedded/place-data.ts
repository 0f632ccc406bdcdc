import { createHash } from 'node:crypto';
import {
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { findClosedDirectory, type ServerAccount } from './account.ts';
import { sharedDirectory } from './binaries.ts';

/** Beside data that is kept outside its directory: the path of the link that leads to it. */
const ORIGIN = '.origin';

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
