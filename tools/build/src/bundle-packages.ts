import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Metafile, type OutputFile } from 'esbuild';
import { bundling } from './bundling.ts';
import { takeFilesBeside } from './files-beside.ts';
import { keepSloppy } from './keep-sloppy.ts';
import type { LeftOut } from './leave-out-packages.ts';
import { nameLateExports } from './name-late-exports.ts';

export interface BundledPackages {
  readonly outputFiles: readonly OutputFile[];
  readonly metafile: Metafile;
}

/**
 * Modules of packages, each a file that exports what Node sees in it, and what they share in further files: of
 * each there is one, whoever imports it.
 *
 * @param modules as leaveOutPackages has found them
 */
export async function bundlePackages(
  root: string,
  outdir: string,
  modules: LeftOut,
): Promise<BundledPackages> {
  const folder = join(outdir, 'entries');
  await mkdir(folder, { recursive: true });
  const entryPoints = await Promise.all(
    [...modules].map(async ([file, place]) => {
      const out = file.replace(/\.js$/, '');
      // To files with this ending CommonJS is what it is to our own, and to Node: all of it is the default export.
      const entry = join(folder, `${out}.mjs`);
      await writeFile(entry, await describeExports(relative(folder, place), place));
      return { in: entry, out };
    }),
  );
  return build({
    ...bundling,
    absWorkingDir: root,
    ...{ entryPoints, outdir, write: false, metafile: true, logLevel: 'silent' },
    plugins: [nameLateExports, keepSloppy, takeFilesBeside(join(root, 'node_modules'))],
  });
}

/**
 * A package in CommonJS says all of its names only when it runs, which `export *` does not wait for, nor does Node,
 * which reads some of them out of its code.
 */
async function describeExports(from: string, place: string): Promise<string> {
  const seen = (await import(pathToFileURL(place).href)) as Record<string, object | undefined>;
  const names = new Set([...Object.keys(seen), ...Object.keys(seen['module.exports'] ?? {})]);
  const usable = [...names].filter((name) => /^[A-Za-z_$][\w$]*$/.test(name));
  return `export { ${usable.join(', ')} } from ${JSON.stringify(from.replaceAll('\\', '/'))};\n`;
}
