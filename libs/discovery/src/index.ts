// For every program
export { registerDiscovery, snapshotDiscovery } from './register-discovery.ts';
export { isTargetError, TargetError } from './target.ts';

// For clients with a policy that changes
export { createServiceConfigOption } from './service-config-source.ts';

// For channels to `xds:` targets, and servers that a control plane configures
export { createXdsCredentials } from './xds/xds-credentials.ts';
export { loadXdsServer } from './xds/load-xds-server.ts';

// For manifests that grant it
export { kubernetesRights } from './kubernetes/rights.ts';

// For servers where there is no Kubernetes
export { registerWithEtcd } from './etcd/register-with-etcd.ts';

// For writers of endpoints files
export { formatEndpoint, parseEndpoint } from './endpoint.ts';
export { parseEndpointsFile } from './file/parse-endpoints-file.ts';

// Types
export type { DiscoveryOptions } from './register-discovery.ts';
export type { TargetSnapshot } from './shared-sources.ts';
export type { DeliveredEndpoint } from './endpoint-set.ts';
export type { EtcdRegistration, EtcdRegistrationOptions } from './etcd/register-with-etcd.ts';
export type { Endpoint, EndpointNotes, ParsedEndpoint } from './endpoint.ts';
export type { ServiceConfigSource } from './service-config-source.ts';
export type { ParsedEndpointsFile } from './file/parse-endpoints-file.ts';
