// protos/baseline.binpb is the contracts as last released: an image without comments, so
// that the breaking-change check needs neither network nor git history.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requireBuf, runBuf } from './buf.ts';

const baseline = 'baseline.binpb';

/** What `<root>/protos` breaks for callers of the last release, in buf's words; or undefined. */
export function findBreakingChange(root: string): string | undefined {
  const protos = join(root, 'protos');
  if (!existsSync(join(protos, baseline))) {
    return `protos/${baseline} is missing: write it with npm run generate -- --accept-breaking`;
  }
  const { ok, output } = runBuf(protos, ['breaking', '--path', 'ballast', '--against', baseline]);
  return ok ? undefined : output;
}

/** Makes the present contracts the ones that later changes are measured against. */
export function acceptBaseline(root: string): void {
  requireBuf(join(root, 'protos'), [
    'build',
    '--path',
    'ballast',
    '--exclude-source-info',
    '-o',
    baseline,
  ]);
}
