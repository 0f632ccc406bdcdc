// Builds the pages into a directory, for an image: node apps/console/src/pages/write-pages.ts DIR
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildPages } from './build-pages.ts';

/** What CONSOLE_PAGES_DIR then names. */
export async function writePages(directory: string): Promise<void> {
  for (const [path, { content }] of await buildPages()) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

if (import.meta.main) {
  const [directory] = process.argv.slice(2);
  if (directory === undefined) {
    process.stderr.write('write-pages: name the directory to write to\n');
    process.exit(64);
  }
  await writePages(directory);
}
