import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPages } from './build-pages.ts';
import type { Page, Pages } from './pages.ts';

/** @param directory as `writePages` left it; undefined: they are built now, in memory */
export async function openPages(directory: string | undefined): Promise<Pages> {
  if (directory === undefined) return buildPages();
  const pages = new Map<string, Page>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(directory.length).replace(/^\/?/, '/');
    pages.set(path, { content: await readFile(file), isForever: path.startsWith('/assets/') });
  }
  if (!pages.has('/index.html')) throw new Error(`${directory} holds no index.html`);
  return pages;
}
