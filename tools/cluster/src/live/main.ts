// `node tools/cluster/src/live/main.ts <app>`: brings what has changed in an app or a library into its
// running pods (k8s/overlays/live), where `node --watch` starts the program anew. A hook of skaffold's.
import { join } from 'node:path';
import { ClusterError } from '../cluster-error.ts';
import { useKubectl } from '../kubectl.ts';
import { pushProgram } from './push-program.ts';

const root = join(import.meta.dirname, '../../../..');
const app = process.argv[2] ?? '';

try {
  const beginMs = performance.now();
  const pods = await pushProgram(
    root,
    app,
    useKubectl(process.env['BALLAST_NAMESPACE'] || 'ballast'),
  );
  const took = ((performance.now() - beginMs) / 1000).toFixed(1);
  console.log(`live: ${app} is new in ${pods.join(', ') || 'no pod'}  ${took} s`);
} catch (error) {
  // A program with a mistake in it is not brought in; the old one goes on.
  console.error(`live: ${app}: ${(error as Error).message}`);
  process.exitCode = error instanceof ClusterError ? error.exitCode : 1;
}
