import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/**
 * Takes the source maps of those files away that hold code of packages alone: it is as readable there
 * as where it comes from, and its maps are a fifth of a bundle.
 */
export async function dropForeignMaps(root: string, { outputs }: Metafile): Promise<void> {
  for (const [path, { inputs }] of Object.entries(outputs)) {
    const isForeign = Object.keys(inputs).every((input) => /node_modules|:/.test(input));
    if (!path.endsWith('.js') || !isForeign) continue;
    const file = join(root, path);
    await rm(`${file}.map`);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/\/\/# sourceMappingURL=.*\n$/, ''));
  }
}
