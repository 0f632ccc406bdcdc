import type { MeshMode } from './mesh-mode.ts';

export interface PodMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What makes a pod of the suite's own a part of the mesh, as those of the platform are. */
export function meshMetadata(mesh: MeshMode): PodMetadata {
  if (mesh === 'none') return { labels: {}, annotations: {} };
  if (mesh === 'proxyless') {
    return { labels: {}, annotations: { 'inject.istio.io/templates': 'grpc-agent' } };
  }
  return {
    labels: {},
    annotations: {
      'sidecar.istio.io/nativeSidecar': 'true',
      // The database and the API server are outside of the mesh.
      'traffic.sidecar.istio.io/excludeOutboundPorts': '5432,443,6443',
    },
  };
}

/** Of a pod that has no part in it, in a namespace where pods have one. */
export const unmeshedMetadata: PodMetadata = {
  labels: { 'sidecar.istio.io/inject': 'false' },
  annotations: {},
};
