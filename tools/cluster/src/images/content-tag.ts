import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * A tag that says what is in an image: the same input, the same tag. A tag that stays while its content
 * changes would leave pods as they are, on nodes that have the old one.
 *
 * @param paths files, and folders with all that is in them
 */
export async function findContentTag(
  paths: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const path of paths) {
    for (const file of await listFiles(path)) {
      // Where a file ends is part of it: "ab" + "c" is not "a" + "bc".
      const bytes = await readFile(file);
      hash.update(`${relative(path, file)}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest('hex').slice(0, 12);
}

async function listFiles(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path];
    throw error;
  }
}
