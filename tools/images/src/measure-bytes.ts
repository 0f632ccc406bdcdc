import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What the files of a directory hold, in bytes, as in a layer: in blocks of 512, with their headers. */
export async function measureBytes(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true });
  const sizes = entries.map(async (name) => {
    const entry = await lstat(join(directory, name));
    return 512 + (entry.isFile() ? Math.ceil(entry.size / 512) * 512 : 0);
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
