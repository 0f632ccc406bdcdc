import { join, relative } from 'node:path';
import { context, type Metafile, type OutputFile } from 'esbuild';
import { bundling } from './bundling.ts';
import { takeFilesBeside } from './files-beside.ts';
import { keepSloppy } from './keep-sloppy.ts';
import { nameLateExports } from './name-late-exports.ts';
import { rememberLoads } from './remember-loads.ts';

export interface KeepOptions {
  /** The repository. */
  readonly root: string;
  /** Sources of programs from the root, by the programs' names. */
  readonly entries: ReadonlyMap<string, string>;
  /** Gets the files that packages read, and nothing else. */
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
 * All programs in one build: what they share, libraries and packages, is read, linked and written
 * once. Five programs so take half again as long as one.
 */
export async function keepBundles({ root, entries, outdir }: KeepOptions): Promise<KeptBundles> {
  const plugins = [nameLateExports, keepSloppy, takeFilesBeside(join(root, 'node_modules'))];
  const kept = await context({
    ...bundling,
    absWorkingDir: root,
    entryPoints: [...entries].map(([name, entry]) => ({ in: join(root, entry), out: name })),
    outdir,
    write: false,
    metafile: true,
    logLevel: 'silent',
    // They know files of packages alone.
    plugins: plugins.map(rememberLoads),
  });
  return {
    async rebuild() {
      const { outputFiles = [], metafile } = await kept.rebuild();
      const files = new Map(outputFiles.map((file) => [relative(root, file.path), file]));
      const folder = relative(root, outdir);
      return new Map(
        [...entries.keys()].map((name) => {
          const entry = join(folder, `${name}.js`).replaceAll('\\', '/');
          return [name, collectFiles(entry, files, metafile)];
        }),
      );
    },
    [Symbol.asyncDispose]: () => kept.dispose(),
  };
}

/** The entry and all that it may load. They lie side by side, so that the entry may have any name. */
function collectFiles(
  entry: string,
  files: ReadonlyMap<string, OutputFile>,
  metafile: Metafile | undefined,
): ProgramFiles {
  const found = new Map<string, BundledFile>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const name = path === entry ? 'main.js' : path.slice(path.lastIndexOf('/') + 1);
    const file = files.get(path);
    if (file === undefined || found.has(name)) continue;
    found.set(name, { contents: file.contents, hash: file.hash });
    for (const each of metafile?.outputs[path]?.imports ?? []) {
      if (each.external !== true) waiting.push(each.path);
    }
  }
  return found;
}
