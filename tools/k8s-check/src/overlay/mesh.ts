import type { Workload } from './manifest.ts';
import type { Overlay } from './overlay.ts';

/** Whether pods of this overlay are in Istio's mesh. */
export const isInMesh = (overlay: Overlay): boolean =>
  isInjected(overlay) || overlay.all('VirtualService').length > 0;

/** Whether istiod puts its own containers into the pods. */
export const isInjected = (overlay: Overlay): boolean =>
  overlay.all('Namespace').some(({ metadata: { labels = {} } }) => {
    return labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
  });

/** Unless it says otherwise. Clients that speak xDS themselves get an agent alone. */
export function getsSidecar({ spec: { template } }: Workload): boolean {
  return templatesOf(template).includes('sidecar');
}

export function getsAgent({ spec: { template } }: Workload): boolean {
  return templatesOf(template).includes('grpc-agent');
}

function templatesOf({ metadata }: Workload['spec']['template']): string[] {
  const { labels = {}, annotations = {} } = metadata ?? {};
  if (labels['sidecar.istio.io/inject'] === 'false') return [];
  return (annotations['inject.istio.io/templates'] ?? 'sidecar').split(',');
}
