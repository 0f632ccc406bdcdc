import type {
  Server,
  ServiceDefinition as GrpcServiceDefinition,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { CallRegistry } from './calls/call-registry.ts';
import { createGrpcHandler } from './calls/grpc-handlers.ts';
import { createResponseEncoder } from './calls/response-encoder.ts';
import type { AnyHandler, Implementation } from './implement.ts';
import { createCheckedRequests } from './validation/checked-requests.ts';
import type { RequestRules } from './validation/request-rules.ts';

/** Adds a service to a server; returns what makes the first request of each method as fast as the rest. */
export function serveImplementation(
  server: Server,
  { methods }: Implementation,
  rules: Pick<RequestRules, 'checkOf'>,
  registry: CallRegistry,
  maxSendBytes: number,
): (() => void)[] {
  const definitions: Record<string, GrpcServiceDefinition[string]> = {};
  const handlers: UntypedServiceImplementation = {};
  const warmUps = methods.map(({ name, definition, handler, validate, drain }) => {
    const check = rules.checkOf(definition.path);
    const requests = createCheckedRequests(definition, check, validate);
    const encoder = createResponseEncoder(definition, maxSendBytes);
    definitions[name] = {
      ...definition,
      requestSerialize: definition.requestSerialize as (request: unknown) => Buffer,
      requestDeserialize: requests.deserialize,
      responseSerialize: encoder.serialize,
    };
    handlers[name] = createGrpcHandler(
      {
        path: definition.path,
        definition,
        encoder,
        drain,
        handler: handler as (request: unknown, context: Parameters<AnyHandler>[1]) => unknown,
        refusalOf: requests.refusalOf,
        violationsOf: requests.violationsOf,
      },
      registry,
    );
    return () => void check(new Uint8Array());
  });
  server.addService(definitions, handlers);
  return warmUps;
}
