import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kubectl } from '@ballast/tool-cluster';
import { parse } from 'yaml';
import type { Service } from '../../platform/platform.ts';
import type { RouteStep, Subset } from './istio-rules.ts';
import type { ShippedCanary } from './shipped-canary.ts';

/** Reads the components, from the root of the repository. */
export async function renderCanary(
  { run }: Pick<Kubectl, 'run'>,
  root: string,
  service: Service,
): Promise<ShippedCanary> {
  const folderOf = (component: string) => join(root, 'k8s/components/istio', component, service);
  const read = async (component: string, file: string): Promise<unknown> =>
    parse(await readFile(join(folderOf(component), file), 'utf8'));
  const { spec } = (await read('canary', 'destination.yaml')) as { spec: { subsets: Subset[] } };
  const pods = await run(['kustomize', join(folderOf('canary'), 'pods')]);
  return {
    deployment: parse(pods) as ShippedCanary['deployment'],
    subsets: spec.subsets,
    routes: (await read('canary', 'routes.yaml')) as RouteStep[],
    mirrorRoutes: (await read('mirror', 'routes.yaml')) as RouteStep[],
  };
}
