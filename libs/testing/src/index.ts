// Servers
export { startTestServer } from './test-server.ts';
export { startRestartableServer } from './restartable-server.ts';
export { startSilentServer } from './silent-server.ts';
export { startTcpRelay } from './tcp-relay.ts';
export { startTcpServer } from './tcp-server.ts';

// The service they serve
export { testServiceDefinition } from './test-service.ts';
export { echoHandlers } from './test-handlers.ts';

// Processes, certificates
export { spawnProgram } from './spawn-program.ts';
export { createTestCertificate } from './test-certificate.ts';

// Order and leaks
export { createGate } from './gate.ts';
export { waitUntil } from './wait-until.ts';
export { startLeakCheck } from './leak-check.ts';
export { measureHeapBytes } from './heap.ts';

// Types
export type { TestCall, TestServer, TestServerOptions } from './test-server.ts';
export type { RestartableServer } from './restartable-server.ts';
export type { SilentServerOptions } from './silent-server.ts';
export type { TcpRelay } from './tcp-relay.ts';
export type { TcpServer } from './tcp-server.ts';
export type { TestMessage, TestServiceDefinition } from './test-service.ts';
export type { TestHandlers } from './test-handlers.ts';
export type { SpawnedProgram } from './spawn-program.ts';
export type { TestCertificate } from './test-certificate.ts';
export type { Gate } from './gate.ts';
export type { WaitOptions } from './wait-until.ts';
export type { LeakCheck } from './leak-check.ts';
