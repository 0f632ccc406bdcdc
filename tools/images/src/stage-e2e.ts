import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { stageProgram } from './stage-program.ts';

const entry = 'apps/e2e/src/cluster/agent/main.ts';

/** What apps/e2e/src/grpc-peer.ts reads, by package: it knows servers by nothing but these files. */
const protocols = {
  'grpc-health-check': 'proto',
  '@grpc/reflection': 'build/proto',
  '@grpc/grpc-js': 'proto',
} as const;

/** The end-to-end suite's own program in a cluster. */
export async function stageE2e(root: string, outdir: string): Promise<void> {
  await stageProgram(root, entry, outdir);
  for (const [name, folder] of Object.entries(protocols)) {
    const source = join(root, 'node_modules', name, folder);
    await cp(source, join(outdir, 'packages', name, folder), { recursive: true });
  }
}
