import type { Gateway } from './mesh-manifest.ts';
import type { Workload } from './manifest.ts';
import type { Overlay } from './overlay.ts';

/** The label of pods that a controller of the Gateway API makes. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** istiod runs the Envoy of a Gateway as this, in its namespace: the Deployment and the account. */
export const nameEdgeProxy = ({ metadata, spec }: Gateway): string =>
  `${metadata.name}-${spec.gatewayClassName}`;

/** Deployments that no file has: istiod makes them, of the Gateways that are there. */
export function findEdgeProxies(overlay: Overlay): Workload[] {
  return overlay.all('Gateway').map((gateway) => {
    const name = nameEdgeProxy(gateway);
    const { labels = {}, annotations = {} } = gateway.metadata;
    return {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels, annotations } },
      spec: {
        template: {
          metadata: { name, labels: { ...labels, [GATEWAY_NAME]: gateway.metadata.name } },
          spec: { serviceAccountName: name, containers: [] },
        },
      },
    };
  });
}
