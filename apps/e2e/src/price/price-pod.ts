import { join } from 'node:path';
import { buildImages, chooseDelivery, createProgress, type Kubectl } from '@ballast/tool-cluster';
import { describeAgentPod } from '../cluster/agent-manifests.ts';
import type { PriceReport } from '../cluster/agent/price-load.ts';
import type { MeshMode } from '../cluster/mesh/mesh-mode.ts';
import { meshMetadata } from '../cluster/mesh/pod-metadata.ts';
import { describeMeshRights } from '../cluster/mesh/rights.ts';
import { removeAgent } from '../cluster/start-agent.ts';

const name = 'e2e-price';

/** A pod beside the platform that makes the load. */
export interface PricePod extends AsyncDisposable {
  readonly kubectl: Kubectl;
  run(load: {
    readonly kind: 'call' | 'request';
    readonly rate: number;
    readonly seconds: number;
  }): Promise<PriceReport>;
}

/** Once, whatever the namespaces. @returns its reference */
export async function buildPriceImage(root: string, kubectl: Kubectl): Promise<string> {
  const delivery = chooseDelivery({
    context: kubectl.context,
    builder: process.env['BALLAST_IMAGE_BUILDER'],
    registry: process.env['BALLAST_REGISTRY'] || undefined,
  });
  const progress = createProgress((line) => console.error(line));
  const images = await buildImages({
    ...{ root, names: ['ballast-e2e'], delivery, kubectl, progress },
  });
  return images.get('ballast-e2e') ?? '';
}

export async function startPricePod({
  root,
  kubectl,
  mesh,
  image,
}: {
  readonly root: string;
  readonly kubectl: Kubectl;
  readonly mesh: MeshMode;
  readonly image: string;
}): Promise<PricePod> {
  const { namespace } = kubectl;
  const apply = (input: string) => kubectl.run(['apply', '-f', '-'], { input });
  await kubectl.run(['delete', 'pod', name, '--ignore-not-found', '--wait']);
  await kubectl.run(['apply', '-f', join(root, 'k8s/e2e/rights.yaml')]);
  const { labels, annotations } = meshMetadata(mesh);
  const part = { 'app.kubernetes.io/part-of': 'ballast-e2e' };
  const pod = {
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: { name, annotations, labels: { ...part, ...labels, app: name } },
    spec: describeAgentPod({
      image,
      role: 'idle',
      variables: { NAMESPACE: namespace, E2E_MESH: mesh, BALLAST_MESH: mesh },
    }),
  };
  const items = [...(mesh === 'none' ? [] : describeMeshRights(namespace)), pod];
  await apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await kubectl.run(['wait', '--for=condition=Ready', `pod/${name}`, '--timeout=90s']);
  return {
    kubectl,
    async run({ kind, rate, seconds }) {
      const variables = [`PRICE_KIND=${kind}`, `PRICE_RATE=${rate}`, `PRICE_SECONDS=${seconds}`];
      const command = ['env', ...variables, 'node', 'main.js', 'price-load'];
      const said = await kubectl.run(['exec', name, '--container=e2e', '--', ...command]);
      return JSON.parse(said.trim().split('\n').at(-1) ?? '') as PriceReport;
    },
    [Symbol.asyncDispose]: () => removeAgent(kubectl),
  };
}
