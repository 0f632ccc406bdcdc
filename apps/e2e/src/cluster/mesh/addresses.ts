import type { Service } from '../../platform/platform.ts';
import type { MeshMode } from './mesh-mode.ts';

type GrpcService = Exclude<Service, 'gateway'>;

/** As in k8s/base. */
export const grpcPorts: Readonly<Record<Service, number>> = {
  gateway: 50050,
  orders: 50051,
  inventory: 50052,
  notifications: 50053,
};

/** A target that reaches every replica of a service, the way the platform's own programs do. */
export function targetIn(mesh: MeshMode, service: GrpcService, namespace: string): string {
  switch (mesh) {
    case 'none':
      return `kubernetes:///${service}.${namespace}:grpc`;
    case 'sidecar':
      return `dns:///${service}:${grpcPorts[service]}`;
    case 'proxyless':
      return `xds:///${service}.${namespace}.svc.cluster.local:${grpcPorts[service]}`;
    default:
      return mesh satisfies never;
  }
}

/**
 * What a call to one pod by its address must name as its authority. A sidecar knows no pods, and what
 * it does not know it sends in plain text, which others refuse; by the name of the headless Service it
 * leads to the address that was dialled, with mTLS.
 */
export function authorityOf(mesh: MeshMode, service: Service): string | undefined {
  return mesh === 'sidecar' ? `${service}-headless:${grpcPorts[service]}` : undefined;
}
