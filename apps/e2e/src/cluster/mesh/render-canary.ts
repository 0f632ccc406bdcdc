import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kubectl } from '@ballast/tool-cluster';
import { parse } from 'yaml';
import type { Service } from '../../platform/platform.ts';
import type { RouteStep, Subset } from './istio-rules.ts';
import type { ShippedCanary } from './shipped-canary.ts';

/** Reads the component, from the root of the repository. */
export async function renderCanary(
  { run }: Pick<Kubectl, 'run'>,
  root: string,
  service: Service,
): Promise<ShippedCanary> {
  const folder = join(root, 'k8s/components/istio/canary', service);
  const read = async (file: string): Promise<unknown> =>
    parse(await readFile(join(folder, file), 'utf8'));
  const { spec } = (await read('destination.yaml')) as { spec: { subsets: Subset[] } };
  const pods = await run(['kustomize', join(folder, 'pods')]);
  return {
    deployment: parse(pods) as ShippedCanary['deployment'],
    subsets: spec.subsets,
    routes: (await read('routes.yaml')) as RouteStep[],
  };
}
