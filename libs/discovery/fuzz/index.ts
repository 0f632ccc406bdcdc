// The door for the benchmark that plays a million events.
export { createDnsPollWorld } from './dns-poll-world.ts';
export { createEtcdWorld } from './etcd-world.ts';
export { createFileWorld } from './file-world.ts';
export { createKubernetesWorld } from './kubernetes-world.ts';
export { fuzzSource } from './fuzz-source.ts';
export type { CreateFuzzWorld, FuzzOptions, FuzzResult, FuzzWorld } from './fuzz-source.ts';

// Over sockets
export { fuzzOverSockets } from './over-sockets.ts';
export {
  startDnsPollWorld,
  startEtcdWorld,
  startFileWorld,
  startKubernetesWorld,
} from './socket-worlds.ts';
export { hasEtcd } from '../test/etcd-server.ts';
export type { SocketWorld, StartSocketWorld } from './over-sockets.ts';
