import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { keepBundles, type BundledFile, type ProgramFiles } from '@ballast/tool-build';

/** The programs of the platform, as they are in the sources just now. */
export interface LivePrograms extends AsyncDisposable {
  readonly names: ReadonlySet<string>;
  /** @param changed paths from the root. @throws Error that names the mistake, file and line */
  rebuild(changed: ReadonlySet<string>): Promise<ReadonlyMap<string, ProgramFiles>>;
}

/** Every app that has a `src/main.ts`, but the end-to-end suite, which is no part of the platform. */
export async function openPrograms(root: string): Promise<LivePrograms> {
  const entries = new Map(
    globSync('apps/*/src/main.ts', { cwd: root })
      .map((entry) => [entry.split(/[\\/]/)[1] ?? '', entry] as const)
      .filter(([name]) => name !== 'e2e'),
  );
  const outdir = join(root, 'dist/live');
  const bundles = await keepBundles({ root, entries, outdir });
  const pages = new Map<string, ProgramFiles>();
  return {
    names: new Set(entries.keys()),
    async rebuild(changed) {
      const withPages = [...entries.keys()].filter((name) =>
        [...changed].some((path) => path.startsWith(`apps/${name}/web/`)),
      );
      const [programs] = await Promise.all([
        bundles.rebuild(),
        ...withPages.map(async (name) => {
          pages.set(name, await writePages(root, name, join(outdir, name, 'pages')));
        }),
      ]);
      return new Map(
        [...programs].map(([name, files]) => [
          name,
          new Map([...files, ...(pages.get(name) ?? [])]),
        ]),
      );
    },
    [Symbol.asyncDispose]: () => bundles[Symbol.asyncDispose](),
  };
}

/** As an image has them, in the folder `pages`. */
async function writePages(root: string, app: string, folder: string): Promise<ProgramFiles> {
  const program = join(root, 'apps', app, 'src/pages/write-pages.ts');
  const pages = new Map<string, BundledFile>();
  if (!existsSync(program)) return pages;
  await promisify(execFile)(process.execPath, [program, folder]);
  for (const path of globSync('**/*.*', { cwd: folder })) {
    const contents = await readFile(join(folder, path));
    const hash = createHash('sha256').update(contents).digest('hex');
    pages.set(`pages/${path.replaceAll('\\', '/')}`, { contents, hash });
  }
  return pages;
}
