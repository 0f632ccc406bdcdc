import { chmod, lstat, lutimes, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Gives everything in a directory the same time and rights, whoever made it and when: they are part
 * of a layer's digest. The time is `SOURCE_DATE_EPOCH`, as https://reproducible-builds.org has it.
 */
export async function fixMetadata(path: string, epochSeconds: number): Promise<void> {
  const entry = await lstat(path);
  if (entry.isDirectory()) {
    for (const name of await readdir(path)) await fixMetadata(join(path, name), epochSeconds);
  }
  if (!entry.isSymbolicLink()) {
    const isForAll = entry.isDirectory() || (entry.mode & 0o100) !== 0;
    await chmod(path, isForAll ? 0o755 : 0o644);
  }
  await lutimes(path, epochSeconds, epochSeconds);
}
