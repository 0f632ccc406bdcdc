import { join, posix, relative } from 'node:path';
import { context, type Metafile, type OutputFile } from 'esbuild';
import { bundlePackages, type BundledPackages } from './bundle-packages.ts';
import { bundling } from './bundling.ts';
import { leaveOutPackages, type LeftOut } from './leave-out-packages.ts';

export interface KeepOptions {
  /** The repository. */
  readonly root: string;
  /** Sources of programs from the root, by the programs' names. */
  readonly entries: ReadonlyMap<string, string>;
  /** Gets the files that packages read, and nothing else that a program needs. */
  readonly outdir: string;
}

export interface BundledFile {
  readonly contents: Uint8Array;
  /** Of the contents. */
  readonly hash: string;
}

/** All of a program's code: `main.js` and what it loads, by file name. Source maps are left out. */
export type ProgramFiles = ReadonlyMap<string, BundledFile>;

/** Programs that are bundled again and again, each time only where something has changed. */
export interface KeptBundles extends AsyncDisposable {
  /** @throws Error that names the mistake, file and line */
  rebuild(): Promise<ReadonlyMap<string, ProgramFiles>>;
}

/**
 * All programs in one build, as what they share is then read, linked and written once. Packages, which are
 * nine tenths of it, are in another one that is made anew only where a further one is imported.
 */
export async function keepBundles({ root, entries, outdir }: KeepOptions): Promise<KeptBundles> {
  const leftOut: LeftOut = new Map();
  const kept = await context({
    ...bundling,
    absWorkingDir: root,
    entryPoints: [...entries].map(([name, entry]) => ({ in: join(root, entry), out: name })),
    outdir,
    write: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [leaveOutPackages(root, leftOut)],
  });
  let packages: BundledPackages = { outputFiles: [], metafile: { inputs: {}, outputs: {} } };
  let bundled = 0;
  return {
    async rebuild() {
      const own = await kept.rebuild();
      if (leftOut.size > bundled) {
        packages = await bundlePackages(root, outdir, leftOut);
        bundled = leftOut.size;
      }
      const outputFiles = [...packages.outputFiles, ...(own.outputFiles ?? [])];
      const files = new Map(outputFiles.map((file) => [fromRoot(root, file.path), file]));
      const outputs = { ...packages.metafile.outputs, ...own.metafile?.outputs };
      const folder = fromRoot(root, outdir);
      return new Map(
        [...entries.keys()].map((name) => [
          name,
          collectFiles(posix.join(folder, `${name}.js`), files, outputs),
        ]),
      );
    },
    [Symbol.asyncDispose]: () => kept.dispose(),
  };
}

/** As esbuild calls outputs. */
const fromRoot = (root: string, path: string) => relative(root, path).replaceAll('\\', '/');

/** The entry and all that it may load. They lie side by side, so that the entry may have any name. */
function collectFiles(
  entry: string,
  files: ReadonlyMap<string, OutputFile>,
  outputs: Metafile['outputs'],
): ProgramFiles {
  const found = new Map<string, BundledFile>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const name = path === entry ? 'main.js' : posix.basename(path);
    const file = files.get(path);
    if (file === undefined || found.has(name)) continue;
    found.set(name, { contents: file.contents, hash: file.hash });
    for (const each of outputs[path]?.imports ?? []) {
      // What was left out is told as it is written in the code; all else that is external is Node's.
      const isBeside = each.external === true && each.path.startsWith('./');
      if (isBeside) waiting.push(posix.join(posix.dirname(path), each.path));
      else if (each.external !== true) waiting.push(each.path);
    }
  }
  return found;
}
