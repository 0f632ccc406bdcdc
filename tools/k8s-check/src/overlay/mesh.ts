import type { Workload } from './manifest.ts';
import type { Overlay } from './overlay.ts';

/** Whether pods of this overlay are in Istio's mesh. */
export function isInMesh(overlay: Overlay): boolean {
  const isInjected = overlay.all('Namespace').some(({ metadata: { labels = {} } }) => {
    return labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
  });
  return isInjected || overlay.all('VirtualService').length > 0;
}

/** Unless it says otherwise. Clients that speak xDS themselves get an agent alone. */
export function getsSidecar({ spec: { template } }: Workload): boolean {
  const { labels = {}, annotations = {} } = template.metadata ?? {};
  const templates = annotations['inject.istio.io/templates'] ?? 'sidecar';
  return labels['sidecar.istio.io/inject'] !== 'false' && templates.includes('sidecar');
}
