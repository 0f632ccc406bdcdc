import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, Pages } from './pages.ts';

const WEB = join(import.meta.dirname, '../../web');

/**
 * Builds the pages from their sources, in memory, in some 100 ms. Files have the hash of their content
 * in their name, so that browsers may keep them.
 */
export async function buildPages(): Promise<Pages> {
  // Not at the top: an image has built its pages beforehand, and goes without a bundler.
  const { build, stop } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: WEB,
    entryPoints: ['main.tsx'],
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    minify: true,
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  await stop();
  const pages = new Map<string, Page>();
  let html = await readFile(join(WEB, 'index.html'), 'utf8');
  for (const { path, contents } of outputFiles) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const hash = createHash('sha256').update(contents).digest('hex').slice(0, 12);
    const hashed = name.replace(/\.(\w+)$/, `.${hash}.$1`);
    html = html.replaceAll(`"/${name}"`, `"/assets/${hashed}"`);
    pages.set(`/assets/${hashed}`, { content: Buffer.from(contents), isForever: true });
  }
  pages.set('/index.html', { content: Buffer.from(html), isForever: false });
  return pages;
}
