// Steering a running platform
export { connectControl } from './control-client.ts';

// Types
export type { ControlClient } from './control-client.ts';
export type { PlatformStatus, ReplicaStatus, ServiceStatus } from './control-protocol.ts';
