import { join } from 'node:path';
import {
  buildImages,
  chooseDelivery,
  ClusterError,
  createProgress,
  type Kubectl,
} from '@ballast/tool-cluster';
import { agentName, describeAgent } from './agent-manifests.ts';
import type { MeshMode } from './mesh/mesh-mode.ts';
import { renderCanary } from './mesh/render-canary.ts';
import { describeMeshRights } from './mesh/rights.ts';

export interface AgentRun {
  readonly root: string;
  readonly kubectl: Kubectl;
  readonly scenarios: readonly string[];
  readonly profile: string;
  /** Requests per second. */
  readonly rate: string;
  /** How often a case that fails is tried again. */
  readonly retries: string;
  readonly mesh: MeshMode;
}

const imageName = 'ballast-e2e';

/** Builds the suite's program, brings it to the cluster, and starts it there beside the platform. */
export async function startAgent({ root, kubectl, ...run }: AgentRun): Promise<void> {
  const { namespace } = kubectl;
  if ((await kubectl.find('deployment', 'gateway')) === undefined) {
    throw new ClusterError(
      `there is no platform in namespace ${namespace}: \`npm run cluster:up\` deploys it`,
    );
  }
  const progress = createProgress((line) => console.log(line));
  const delivery = chooseDelivery({
    context: kubectl.context,
    builder: process.env['BALLAST_IMAGE_BUILDER'],
    registry: process.env['BALLAST_REGISTRY'] || undefined,
  });
  const images = await buildImages({
    ...{ root, names: [imageName], delivery, kubectl, progress },
  });
  const image = images.get(imageName) ?? '';
  await kubectl.run(['delete', 'pod', agentName, '--ignore-not-found', '--wait']);
  await kubectl.run(['apply', '-f', join(root, 'k8s/e2e/rights.yaml')]);
  if (run.mesh !== 'none') {
    const items = describeMeshRights(namespace);
    const rights = { apiVersion: 'v1', kind: 'List', items };
    await kubectl.run(['apply', '-f', '-'], { input: JSON.stringify(rights) });
  }
  const canary = run.mesh === 'none' ? undefined : await renderCanary(kubectl, root, 'inventory');
  const pod = describeAgent({ namespace, image, canary, ...run });
  await kubectl.run(['apply', '-f', '-'], { input: JSON.stringify(pod) });
}

/** Leaves nothing of the suite's on the cluster. */
export async function removeAgent(kubectl: Kubectl): Promise<void> {
  const selector = ['--selector', 'app.kubernetes.io/part-of=ballast-e2e', '--ignore-not-found'];
  const kinds = 'pods,deployments,services,hpa,networkpolicies,roles,rolebindings,serviceaccounts';
  await kubectl.run(['delete', kinds, ...selector, '--wait=false']);
  await kubectl
    .run(['delete', 'authorizationpolicies.security.istio.io', ...selector, '--wait=false'])
    // Where there is no Istio there is no such kind.
    .catch(() => undefined);
  const ofTheCluster = ['clusterroles,clusterrolebindings', `${agentName}-${kubectl.namespace}`];
  await kubectl
    .run(['delete', ...ofTheCluster, '--ignore-not-found', '--wait=false'])
    // Whoever may not make them has none to delete.
    .catch(() => undefined);
}
