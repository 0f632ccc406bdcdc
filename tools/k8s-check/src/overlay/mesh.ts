import type { Overlay } from './overlay.ts';

/** Whether pods of this overlay are in Istio's mesh. */
export function isInMesh(overlay: Overlay): boolean {
  const isInjected = overlay.all('Namespace').some(({ metadata: { labels = {} } }) => {
    return labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
  });
  return isInjected || overlay.all('VirtualService').length > 0;
}
