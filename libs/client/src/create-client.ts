import type { Policy, PolicySource } from '@ballast/policy';
import type * as grpc from '@grpc/grpc-js';
import { callBidi, callServerStream } from './call-stream.ts';
import type { CallOptions } from './call-options.ts';
import type { ChannelSettings } from './channel-settings.ts';
import type { Client, MethodDefinition, ServiceDefinition } from './definition.ts';
import { prepareMethod } from './prepared-method.ts';
import type { PreparedMethod } from './prepared-method.ts';
import type { Requests } from './request-pump.ts';
import { createMethodPolicyFinder } from './method-policy.ts';
import { openDependency } from './dependency/open-dependency.ts';
import { callClientStream, callUnary } from './unary-answer.ts';

/** Over a channel of its own, made from settings, or over one that exists. */
export type ClientOptions = CallDefaults & (OwnChannel | SharedChannel);

export interface CallDefaults {
  /**
   * Deadline of a unary call that names none, for a method whose policy names none, in milliseconds;
   * more than 0, Infinity is no limit. Default: 10 000. Streams have none by default.
   */
  readonly defaultTimeoutMs?: number | undefined;
  /** grpc-js interceptors; the first is the outermost. Default: none. */
  readonly interceptors?: readonly grpc.Interceptor[] | undefined;
}

export interface OwnChannel extends ChannelSettings {
  readonly channel?: undefined;
}

export interface SharedChannel {
  /** See `createChannel`. The client does not close it. */
  readonly channel: grpc.ChannelInterface;
  /**
   * Of a channel that `createChannel` did not make: timeouts, breakers and bulkhead; there is nothing
   * that could repeat calls or balance them as it says. Default: none.
   */
  readonly policy?: Policy | PolicySource | undefined;
}

/**
 * Makes a client of the service: a function for each method, with promises and async iterables.
 * Failures are `StatusError`. It connects with the first call unless `connectsAtOnce` is set.
 *
 * @throws RangeError for an option out of its range, TargetError for a malformed target,
 *   PolicyError for a wrong policy.
 */
export function createClient<Definition extends ServiceDefinition>(
  definition: Definition,
  options: ClientOptions,
): Client<Definition> {
  const { interceptors = [], defaultTimeoutMs = 10_000 } = options;
  if (!(defaultTimeoutMs > 0)) {
    throw new RangeError(`client.defaultTimeoutMs must be more than 0, got ${defaultTimeoutMs}`);
  }
  const { channel, dependency, close } = openDependency(options);
  const methods = Object.entries(definition).map(([name, method]) => {
    const findPolicy = createMethodPolicyFinder(dependency.policy, method.path);
    const prepared = prepareMethod(method, {
      ...{ channel, dependency, findPolicy },
      ...{ defaultTimeoutMs, interceptors },
    });
    return [name, createCaller(method, prepared)];
  });
  return {
    ...(Object.fromEntries(methods) as Omit<Client<Definition>, typeof Symbol.dispose>),
    [Symbol.dispose]: close,
  } as Client<Definition>;
}

function createCaller({ requestStream, responseStream }: MethodDefinition, method: PreparedMethod) {
  if (requestStream) {
    const call = responseStream ? callBidi : callClientStream;
    return (requests: Requests, options: CallOptions = {}) => call(method, requests, options);
  }
  const call = responseStream ? callServerStream : callUnary;
  return (request: unknown, options: CallOptions = {}) => call(method, request, options);
}
