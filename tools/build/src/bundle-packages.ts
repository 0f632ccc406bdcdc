import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
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
  const exportsOf = await readExports(root, new Set(modules.values()));
  const entryPoints = await Promise.all(
    [...modules].map(async ([file, place]) => {
      const out = file.replace(/\.js$/, '');
      // To files with this ending CommonJS is what it is to our own, and to Node: all of it is the default export.
      const entry = join(folder, `${out}.mjs`);
      const from = JSON.stringify(relative(folder, place).replaceAll('\\', '/'));
      const lines = exportsOf(place).map((what) => `export ${what} from ${from};\n`);
      await writeFile(entry, lines.join(''));
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
 * What to export of each module. One in CommonJS says all of its names only when it runs, which `export *` does not
 * wait for, nor does Node, which reads some of them out of its code.
 */
async function readExports(root: string, places: ReadonlySet<string>) {
  const { metafile } = await build({
    ...{ absWorkingDir: root, entryPoints: [...places], outdir: join(root, 'dist/unused') },
    ...{ bundle: false, write: false, metafile: true, logLevel: 'silent' },
  });
  const { inputs, outputs } = metafile;
  const withDefault = new Set(
    Object.values(outputs).flatMap((output) =>
      output.exports.includes('default') ? [output.entryPoint] : [],
    ),
  );
  return (place: string): readonly string[] => {
    const input = relative(root, place).replaceAll('\\', '/');
    if (inputs[input]?.format === 'esm') {
      return withDefault.has(input) ? ['*', '{ default }'] : ['*'];
    }
    const load = createRequire(place);
    const names = Object.keys(Object(load(place)) as object);
    const usable = names.filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default');
    return [`{ ${['default', ...usable].join(', ')} }`];
  };
}
