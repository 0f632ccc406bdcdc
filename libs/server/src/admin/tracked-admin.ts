import type {
  Server,
  ServerWritableStream,
  ServiceDefinition,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { CallRegistry } from '../calls/call-registry.ts';
import { beginStream } from '../calls/grpc-handlers.ts';

/** Where services that were written for grpc-js itself are added. */
export interface AdminServer {
  addService(definition: ServiceDefinition, implementation: UntypedServiceImplementation): void;
}

type StreamHandler = (call: ServerWritableStream<object, unknown>) => void;

/**
 * Adds foreign services so that their streams are ended when the server leaves: a health `Watch`
 * goes on for as long as its caller likes, and would hold the connection open.
 */
export function trackAdmin(server: Server, registry: CallRegistry): AdminServer {
  return {
    addService(definition, implementation) {
      const tracked = { ...implementation };
      for (const [name, { path, originalName, responseStream }] of Object.entries(definition)) {
        const key = name in implementation ? name : (originalName ?? name);
        const handler = implementation[key] as StreamHandler | undefined;
        if (!responseStream || handler === undefined) continue;
        const facts = { path, drain: 'end' as const, violationsOf: () => [] };
        tracked[key] = (call: ServerWritableStream<object, unknown>) => {
          beginStream(facts, call, registry);
          handler(call);
        };
      }
      server.addService(definition, tracked);
    },
  };
}
