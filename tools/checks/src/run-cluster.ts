// The suite `e2e-cluster`: deploys the platform where KUBECONFIG points, uses and breaks it there, and
// takes it away again, however that went. At half the usual rate and with a second try, because a
// machine of CI is cluster and load in one, and shared.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

const failed =
  (await run('tools/cluster/src/main.ts', 'up')) ||
  (await run('apps/e2e/src/main.ts', '--target=cluster', '--rate=50', '--retries=1'));
const stayed = await run('tools/cluster/src/main.ts', 'down');
process.exitCode = failed || stayed;

async function run(program: string, ...args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(root, program), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
