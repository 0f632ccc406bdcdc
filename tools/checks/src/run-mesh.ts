// The suite `e2e-mesh`: the platform behind Istio's sidecars where KUBECONFIG points, in a namespace of its
// own: an order, who is refused, and how often a call that fails is tried. BALLAST_MESH_INSTALLER may name
// a command that brings Istio; where there is none on the cluster it checks nothing, says so, and ends
// with 77.
import { spawnSync } from 'node:child_process';
import { runProgram } from './run-program.ts';

const inNamespace = '--namespace=ballast-mesh';
const scenarios = 'place order,attempts,strangers';

const installer = process.env['BALLAST_MESH_INSTALLER'];
// What it does not bring is found missing below.
if (installer !== undefined) spawnSync(installer, { stdio: ['ignore', 'ignore', 'inherit'] });
const apis = spawnSync('kubectl', ['get', '--raw', '/apis'], { encoding: 'utf8' }).stdout ?? '';
if (apis.includes('"networking.istio.io"')) {
  const failed =
    (await runProgram('tools/cluster/src/main.ts', 'up', '--mesh=sidecar', inNamespace)) ||
    (await runProgram(
      'apps/e2e/src/main.ts',
      ...['--target=cluster', '--mesh=sidecar', inNamespace],
      ...[`--only=${scenarios}`, '--retries=1'],
    ));
  const stayed = await runProgram('tools/cluster/src/main.ts', 'down', '--no-wait', inNamespace);
  process.exitCode = failed || stayed;
} else {
  console.log(
    'e2e-mesh: there is no Istio on the cluster: the shop behind sidecars is passed over',
  );
  process.exitCode = 77;
}
