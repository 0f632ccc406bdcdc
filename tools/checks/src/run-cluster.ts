// The suite `e2e-cluster`: deploys the platform where KUBECONFIG points, uses and breaks it there, and
// takes it away again, however that went. At a third of the usual rate and with a second try, because a
// machine of CI is cluster and load in one, and shared.
import { runProgram } from './run-program.ts';

const failed =
  (await runProgram('tools/cluster/src/main.ts', 'up')) ||
  (await runProgram('apps/e2e/src/main.ts', '--target=cluster', '--rate=30', '--retries=1'));
const stayed = await runProgram('tools/cluster/src/main.ts', 'down', '--no-wait');
process.exitCode = failed || stayed;
