import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listGenerated, writeContracts } from './write-contracts.ts';

/** Generated files under `root` that `<root>/protos` would write otherwise, and how. */
export async function findStaleFiles(root: string): Promise<readonly string[]> {
  const fresh = mkdtempSync(join(tmpdir(), 'ballast-generated-'));
  try {
    await writeContracts(root, fresh);
    const files = [...new Set([...listGenerated(root), ...listGenerated(fresh)])].sort();
    return files.flatMap((file) => {
      const committed = read(root, file);
      const generated = read(fresh, file);
      if (committed === generated) return [];
      if (committed === undefined) return [`${file} is missing`];
      if (generated === undefined) return [`${file} is generated no more`];
      return [`${file} is stale`];
    });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function read(root: string, file: string): string | undefined {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
