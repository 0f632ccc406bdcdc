import { join } from 'node:path';
import { readKustomization, type Variant } from '../src/overlay/variants.ts';

/** In the order in which README.md of the components says to take them. */
const concerns = [
  'hosts',
  'timeouts',
  'retries',
  'outlier-detection',
  'connection-limits',
  'mtls-strict',
  'authorization',
  'authorization/console',
  'authorization/catalogue',
  'authorization/way-in',
  'canary/inventory',
  'ingress',
  'telemetry',
  'fault-injection',
];

/** Every concern of a mesh on overlays/dev, so that what is said of one is held against the others. */
export async function meshVariant(root: string): Promise<Variant> {
  const { components = [] } = await readKustomization(join(root, 'k8s/overlays/dev'));
  return {
    name: 'dev + istio',
    overlay: 'dev',
    components: [
      ...components.map((path) => join('k8s/overlays/dev', path)),
      ...concerns.map((each) => `k8s/components/istio/${each}`),
    ],
  };
}
