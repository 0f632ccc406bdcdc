import type { CallContext } from './call-context.ts';
import {
  type MethodDefinition,
  type RequestOf,
  type ResponseOf,
  type ServiceDefinition,
  serviceNameOf,
} from './definition.ts';

/** The handler of a method: its shape follows from which sides stream. */
export type Handler<Method extends MethodDefinition> = Method['requestStream'] extends true
  ? (
      requests: AsyncIterable<RequestOf<Method>>,
      context: CallContext,
    ) => Answer<Method['responseStream'], ResponseOf<Method>>
  : (
      request: RequestOf<Method>,
      context: CallContext,
    ) => Answer<Method['responseStream'], ResponseOf<Method>>;

type Answer<Stream, Response> = Stream extends true ? AsyncIterable<Response> : Promise<Response>;

/** One handler for every method of a service. */
export type Handlers<Definition extends ServiceDefinition> = {
  readonly [Name in keyof Definition]: Handler<Definition[Name]>;
};

export interface ImplementOptions<Name extends PropertyKey> {
  /**
   * What becomes of a request that breaks a rule of its contract. `reject` (default): the call
   * fails INVALID_ARGUMENT with the violations. `report`: the handler gets it all the same and
   * asks `context.violationsOf(request)`. Bytes that are no protobuf are rejected either way.
   */
  readonly validate?: { readonly [Method in Name]?: 'reject' | 'report' };
  /**
   * What becomes of a call that runs when the server begins to leave. `end`: it is ended with
   * UNAVAILABLE, reason `SERVER_DRAINING` and RetryInfo 0 (default where only the server streams:
   * such calls go on for ever, and their callers come back). `finish`: it may go on until the grace
   * is over (default of all others).
   */
  readonly drain?: { readonly [Method in Name]?: 'end' | 'finish' };
}

/** A service with its handlers, ready for `startServer`. */
export interface Implementation {
  readonly serviceName: string;
  readonly methods: readonly ImplementedMethod[];
}

export interface ImplementedMethod {
  readonly name: string;
  readonly definition: MethodDefinition;
  readonly handler: AnyHandler;
  readonly validate: 'reject' | 'report';
  readonly drain: 'end' | 'finish';
}

/** Any of the four shapes; `implement` has checked that it is the right one. */
export type AnyHandler = (request: never, context: CallContext) => unknown;

/**
 * Joins a service, as ts-proto generates it for grpc-js, with its handlers.
 *
 * @throws TypeError where a handler is missing, naming it (the compiler says so before).
 */
export function implement<const Definition extends ServiceDefinition>(
  definition: Definition,
  handlers: Handlers<NoInfer<Definition>>,
  options: ImplementOptions<keyof NoInfer<Definition>> = {},
): Implementation {
  const untyped = handlers as Readonly<Record<string, unknown>>;
  const validate: { readonly [name: string]: 'reject' | 'report' | undefined } =
    options.validate ?? {};
  const drain: { readonly [name: string]: 'end' | 'finish' | undefined } = options.drain ?? {};
  const methods = Object.entries(definition).map(([name, method]): ImplementedMethod => {
    const handler = untyped[name];
    if (typeof handler !== 'function') {
      throw new TypeError(`${method.path} has no handler: expected a function named ${name}`);
    }
    const endless = method.responseStream && !method.requestStream;
    return {
      name,
      definition: method,
      handler: (handler as AnyHandler).bind(handlers),
      validate: validate[name] ?? 'reject',
      drain: drain[name] ?? (endless ? 'end' : 'finish'),
    };
  });
  const [first] = methods;
  if (first === undefined) throw new TypeError('a service definition has at least one method');
  return { serviceName: serviceNameOf(first.definition.path), methods };
}
