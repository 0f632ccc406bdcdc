import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Of the `.proto` files in a folder, those that are asked for, and those that these import. A package
 * may bring thousands to load a dozen.
 *
 * @param names as they are asked for: relative to some folder within, or around
 * @returns paths relative to the folder
 */
export async function findProtos(folder: string, names: Iterable<string>): Promise<Set<string>> {
  const entries = await readdir(folder, { recursive: true });
  const paths = entries.map((entry) => entry.replaceAll('\\', '/'));
  const found = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const path of paths) {
      if (found.has(path) || !isSame(path, name)) continue;
      found.add(path);
      waiting.push(...findImports(await readFile(join(folder, path), 'utf8')));
    }
  }
  return found;
}

const isSame = (path: string, name: string) =>
  `/${path}`.endsWith(`/${name}`) || `/${name}`.endsWith(`/${path}`);

function findImports(proto: string): string[] {
  return [...proto.matchAll(/^import (?:public |weak )?"([^"]+)"/gm)].map(([, name = '']) => name);
}
