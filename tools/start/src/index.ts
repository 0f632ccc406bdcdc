// Steering a running platform
export { connectControl } from './control-client.ts';

// For tools that stay beside a platform
export { connectToSocket, findSocketPath, listenOnSocket } from './local-socket.ts';
export { watchFolders } from './watch-folders.ts';

// Types
export type { ControlClient } from './control-client.ts';
export type { PlatformStatus, ReplicaStatus, ServiceStatus } from './control-protocol.ts';
