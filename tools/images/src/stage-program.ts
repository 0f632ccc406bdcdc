import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleProgram } from '@ballast/tool-build';
import { writeSbom } from './write-sbom.ts';

/** Bundles a program, and writes beside it what it is made of. */
export async function stageProgram(root: string, entry: string, outdir: string): Promise<void> {
  const { packages } = await bundleProgram({ root, entry, outdir });
  const [floor = '', room = ''] = entry.split('/');
  const text = await readFile(join(root, floor, room, 'package.json'), 'utf8');
  const { name: workspace } = JSON.parse(text) as { name: string };
  await writeSbom(root, { workspace, packages, outdir });
}
