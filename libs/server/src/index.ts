// Serving
export { implement } from './implement.ts';
export { startServer } from './start-server.ts';

// Types
export type { CallContext } from './call-context.ts';
export type { CallObservation, CallObserver, StartedCall } from './protection/call-observer.ts';
export type { MethodDefinition, RequestOf, ResponseOf, ServiceDefinition } from './definition.ts';
export type { Handler, Handlers, Implementation, ImplementOptions } from './implement.ts';
export type { ServerLogger } from './logger.ts';
export type { ServerOptions } from './server-options.ts';
export type { Health } from './admin/health.ts';
export type { RunningServer } from './start-server.ts';
export type { TlsFiles } from './tls/tls-files.ts';
