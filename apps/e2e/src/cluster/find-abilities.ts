import type { Kubectl } from '@ballast/tool-cluster';
import type { Ability } from '../platform/platform.ts';
import { describeAdministration } from './agent-manifests.ts';
import { abilitiesOfMesh } from './mesh/abilities.ts';
import type { MeshMode } from './mesh/mesh-mode.ts';

/** What can be shown on this cluster, by who we are there. Gives the suite the rights that go with it. */
export async function findClusterAbilities(
  kubectl: Kubectl,
  mesh: MeshMode | undefined,
): Promise<readonly Ability[]> {
  const abilities: Ability[] = ['processes', 'cluster', ...abilitiesOfMesh[mesh ?? 'none']];
  if (mesh !== undefined) abilities.push('meshes compared');
  const succeeds = (work: Promise<unknown>) =>
    work.then(
      () => true,
      () => false,
    );
  const rights = {
    apiVersion: 'v1',
    kind: 'List',
    items: describeAdministration(kubectl.namespace),
  };
  if (await succeeds(kubectl.run(['apply', '-f', '-'], { input: JSON.stringify(rights) }))) {
    abilities.push('administration');
    const { items } = await kubectl.read<{ items: object[] }>(['get', 'nodes']);
    if (items.length > 1) abilities.push('several nodes');
  }
  const metrics = ['get', '--raw', '/apis/metrics.k8s.io/v1beta1/nodes'];
  if (await succeeds(kubectl.run(metrics))) abilities.push('metrics');
  return abilities;
}
