import { streamingOptions } from '@ballast/balancing';
import type { Guard } from '@ballast/breaking';
import { addCallHeaders, type CallScope, type Criticality } from '@ballast/deadlines';
import { markDeadline } from '@ballast/retrying';
import { TracedClientMethod, type ClientCallTrace } from '@ballast/tracing';
import { Metadata } from '@grpc/grpc-js';
import type * as grpc from '@grpc/grpc-js';
import type { CallOptions } from './call-options.ts';
import { ChannelCall } from './channel-call.ts';
import type { InterceptedCall } from './channel-call.ts';
import type { MethodDefinition } from './definition.ts';
import type { Dependency } from './dependency/dependency.ts';
import type { MethodPolicy } from './method-policy.ts';

/** All that calls of one method have in common, found out once. */
export interface PreparedMethod {
  readonly respondsWithStream: boolean;
  /** What spans and metrics say of its calls. */
  readonly traced: TracedClientMethod;
  /** Lets its calls through, or refuses them. */
  readonly guard: Guard;
  /** The policy's, or the client's; Infinity is no limit. */
  findTimeoutMs(): number;
  /** @param scope the call being served, of which headers are inherited. */
  createMetadata(options: CallOptions, scope: CallScope | undefined, deadline: number): Metadata;
  /** Told of every call's end, or of the beginning of a stream of answers: hedging follows it. */
  observe(tookMs: number, code: number): void;
  /** Whether a call that ends with `code` has had all the repeats that it may have. */
  wasSpent(code: number): boolean;
  open(deadline: number, trace: ClientCallTrace): InterceptedCall;
}

export interface MethodOptions {
  readonly channel: grpc.ChannelInterface;
  readonly dependency: Dependency;
  readonly findPolicy: () => MethodPolicy;
  readonly defaultTimeoutMs: number;
  readonly interceptors: readonly grpc.Interceptor[];
}

export function prepareMethod(
  method: MethodDefinition,
  { channel, dependency, findPolicy, defaultTimeoutMs, interceptors }: MethodOptions,
): PreparedMethod {
  const { path, requestStream, responseStream } = method;
  const isUnary = !requestStream && !responseStream;
  const open = chainInterceptors(channel, method, interceptors);
  return {
    respondsWithStream: responseStream,
    traced: new TracedClientMethod(path, dependency.target),
    guard: dependency.guards.forMethod(method),
    findTimeoutMs: () => findPolicy().timeoutMs ?? (isUnary ? defaultTimeoutMs : Infinity),
    createMetadata: ({ metadata: given, waitForReady, criticality }, scope, deadline) => {
      const policy = findPolicy();
      // The caller's own may serve many calls, at the same time too.
      const metadata = given?.clone() ?? new Metadata();
      const options = given?.getOptions() ?? {};
      const wanted = waitForReady ?? options.waitForReady ?? policy.waitForReady;
      metadata.setOptions(
        isUnary
          ? { ...options, waitForReady: wanted }
          : streamingOptions({ ...options, waitForReady: wanted }),
      );
      if (deadline < Infinity) markDeadline(metadata, deadline);
      const inherited = inheritCriticality(scope, policy);
      return addCallHeaders(metadata, inherited, scope?.isRetry ?? false, criticality);
    },
    observe: (tookMs, code) => dependency.steering.observe(path, tookMs, code),
    wasSpent: (code) => dependency.wasSpent(path, code),
    open: (deadline, trace) => open({ deadline, method_definition: method as never, trace }),
  };
}

/** What the call being served says of itself goes before what is usual for the method. */
function inheritCriticality(scope: CallScope | undefined, policy: MethodPolicy): Criticality {
  const served = scope?.criticality ?? 'default';
  return served === 'default' ? (policy.criticality ?? served) : served;
}

/** What interceptors pass on as it is. */
type TracedOptions = grpc.InterceptorOptions & { readonly trace: ClientCallTrace };

/** The first interceptor is the outermost: it sees a call first and its status last. */
function chainInterceptors(
  channel: grpc.ChannelInterface,
  method: MethodDefinition,
  interceptors: readonly grpc.Interceptor[],
): (options: TracedOptions) => InterceptedCall {
  return interceptors.reduceRight<grpc.NextCall>(
    (next, interceptor) => (options) => interceptor(options, next),
    (options) => new ChannelCall(channel, method, options),
  );
}
