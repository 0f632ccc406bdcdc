import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundling } from './bundling.ts';
import { listPackages } from './list-packages.ts';
import { nameLateExports } from './name-late-exports.ts';
import { dropForeignMaps } from './drop-foreign-maps.ts';
import { takeFilesBeside } from './files-beside.ts';
import { keepSloppy } from './keep-sloppy.ts';

export interface BundleOptions {
  /** The repository. */
  readonly root: string;
  /** The program, from the root: `apps/orders/src/main.ts`. */
  readonly entry: string;
  /** Emptied first. Gets `main.js`, what it loads later, source maps, and files that packages read. */
  readonly outdir: string;
}

/** What came of it. */
export interface Bundle {
  /** The packages that it has taken something from, each as `name@version`. */
  readonly packages: ReadonlySet<string>;
}

/**
 * Makes one program of a service: esbuild, the fastest bundler with a stable API. Bundling is also
 * what lets workspace TypeScript leave the workspace: Node strips no types under node_modules.
 */
export async function bundleProgram(options: BundleOptions): Promise<Bundle> {
  const { root, entry, outdir } = options;
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    ...bundling,
    absWorkingDir: root,
    entryPoints: [{ in: join(root, entry), out: 'main' }],
    outdir,
    metafile: true,
    // Lines and names in stack traces. The text of the sources would be three quarters of the bundle.
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
    plugins: [nameLateExports, keepSloppy, takeFilesBeside(join(root, 'node_modules'))],
  });
  await dropForeignMaps(root, metafile);
  return { packages: listPackages(root, metafile) };
}
