import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleProgram } from '@ballast/tool-build';
import { writeSbom } from './write-sbom.ts';

/** Bundles a program, and its pages where it has some; writes beside it what it is made of. */
export async function stageProgram(root: string, entry: string, outdir: string): Promise<void> {
  const { packages } = await bundleProgram({ root, entry, outdir });
  const [floor = '', room = ''] = entry.split('/');
  const text = await readFile(join(root, floor, room, 'package.json'), 'utf8');
  const { name: workspace } = JSON.parse(text) as { name: string };
  await writeSbom(root, { workspace, packages, outdir });
  const writePages = join(root, floor, room, 'src/pages/write-pages.ts');
  if (!existsSync(writePages)) return;
  await promisify(execFile)(process.execPath, [writePages, join(outdir, 'pages')]);
}
