import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { bundleProgram } from '@ballast/tool-build';

/** What src/grpc-peer.ts reads, by package. */
const protocolFiles = {
  'grpc-health-check': 'proto',
  '@grpc/reflection': 'build/proto',
  '@grpc/grpc-js': 'proto',
} as const;

const require = createRequire(import.meta.url);

/** Puts what goes into the image of the suite's own program into `dist/images/e2e`. */
export async function stageAgent(root: string): Promise<void> {
  const outdir = join(root, 'dist/images/e2e');
  await bundleProgram({ root, entry: 'apps/e2e/src/cluster/agent/main.ts', outdir });
  for (const [name, folder] of Object.entries(protocolFiles)) {
    const source = join(dirname(require.resolve(`${name}/package.json`)), folder);
    await cp(source, join(outdir, 'packages', name, folder), { recursive: true });
  }
}
