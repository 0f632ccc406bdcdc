import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';

/** The packages whose code is in the outputs, each as `name@version`. */
export function listPackages(root: string, { outputs }: Metafile): Set<string> {
  const folders = new Set<string>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      // One of our plugins' own has no folder: `late-package:…`.
      if (bytesInOutput > 0 && !path.includes(':')) folders.add(dirname(path));
    }
  }
  return new Set([...folders].map((folder) => findPackage(root, folder)).sort());
}

/** Up to the first package.json that names a package: some folders have one that only says `type`. */
function findPackage(root: string, folder: string): string {
  const path = join(root, folder, 'package.json');
  if (existsSync(path)) {
    const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    if (name !== undefined && version !== undefined) return `${name}@${version}`;
  }
  return findPackage(root, dirname(folder));
}
