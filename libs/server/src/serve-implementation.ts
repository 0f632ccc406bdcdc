import type {
  Server,
  ServiceDefinition as GrpcServiceDefinition,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { CallRegistry } from './calls/call-registry.ts';
import { createGrpcHandler } from './calls/grpc-handlers.ts';
import { createResponseEncoder } from './calls/response-encoder.ts';
import type { ServedMethod } from './calls/served-method.ts';
import type { AnyHandler, Implementation } from './implement.ts';
import { MessageSizes } from './tracing/message-sizes.ts';
import { createCheckedRequests } from './validation/checked-requests.ts';
import type { RequestRules } from './validation/request-rules.ts';

/** What the services of a server have in common. */
export interface ServiceHost {
  readonly grpc: Server;
  readonly rules: Pick<RequestRules, 'checkOf'>;
  readonly registry: CallRegistry;
  /** Of `createUnaryInterceptor`. */
  readonly unaryMethods: Map<string, ServedMethod>;
  /** Of all methods, by path. */
  readonly sizes: Map<string, MessageSizes>;
}

/** Adds a service to a server; returns what makes the first request of each method as fast as the rest. */
export function serveImplementation(
  { grpc, rules, registry, unaryMethods, sizes }: ServiceHost,
  { methods }: Implementation,
  maxSendBytes: number,
): (() => void)[] {
  const definitions: Record<string, GrpcServiceDefinition[string]> = {};
  const handlers: UntypedServiceImplementation = {};
  const warmUps = methods.map(({ name, definition, handler, validate, drain }) => {
    const check = rules.checkOf(definition.path);
    const requests = createCheckedRequests(definition, check, validate);
    const encoder = createResponseEncoder(definition, maxSendBytes);
    const messages = new MessageSizes(encoder);
    sizes.set(definition.path, messages);
    definitions[name] = {
      ...definition,
      requestSerialize: definition.requestSerialize as (request: unknown) => Buffer,
      requestDeserialize: messages.remember(requests.deserialize),
      responseSerialize: encoder.serialize,
    };
    const served: ServedMethod = {
      path: definition.path,
      definition,
      encoder,
      drain,
      handler: handler as (request: unknown, context: Parameters<AnyHandler>[1]) => unknown,
      refusalOf: requests.refusalOf,
      violationsOf: requests.violationsOf,
    };
    handlers[name] = createGrpcHandler(served, registry);
    if (!definition.requestStream && !definition.responseStream) {
      unaryMethods.set(definition.path, served);
    }
    return () => void check(new Uint8Array());
  });
  grpc.addService(definitions, handlers);
  return warmUps;
}
