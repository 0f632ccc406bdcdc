import { streamingOptions } from '@ballast/balancing';
import { addCallHeaders, type CallScope } from '@ballast/deadlines';
import { Metadata } from '@grpc/grpc-js';
import type * as grpc from '@grpc/grpc-js';
import type { CallOptions } from './call-options.ts';
import { ChannelCall } from './channel-call.ts';
import type { InterceptedCall } from './channel-call.ts';
import type { MethodDefinition } from './definition.ts';
import type { MethodPolicy } from './method-policy.ts';

/** All that calls of one method have in common, found out once. */
export interface PreparedMethod {
  /** The policy's, or the client's; Infinity is no limit. */
  findTimeoutMs(): number;
  /** @param scope the call being served, of which headers are inherited. */
  createMetadata(options: CallOptions, scope: CallScope | undefined): Metadata;
  /** Whether a call is repeated, while it may be, when it fails with `code`. */
  isRepeated(code: number): boolean;
  open(deadline: number): InterceptedCall;
}

export function prepareMethod(
  channel: grpc.ChannelInterface,
  method: MethodDefinition,
  findPolicy: () => MethodPolicy,
  defaultTimeoutMs: number,
  interceptors: readonly grpc.Interceptor[],
): PreparedMethod {
  const open = chainInterceptors(channel, method, interceptors);
  const isUnary = !method.requestStream && !method.responseStream;
  const createOwn = ({ metadata, waitForReady }: CallOptions): Metadata => {
    const given = metadata?.getOptions();
    const wanted = waitForReady ?? given?.waitForReady ?? findPolicy().waitForReady;
    if (isUnary && metadata !== undefined && wanted === (given?.waitForReady ?? false)) {
      return metadata;
    }
    const options = { ...given, waitForReady: wanted };
    const own = metadata?.clone() ?? new Metadata();
    own.setOptions(isUnary ? options : streamingOptions(options));
    return own;
  };
  return {
    findTimeoutMs: () => findPolicy().timeoutMs ?? (isUnary ? defaultTimeoutMs : Infinity),
    createMetadata: (options, scope) => {
      const inherited = findPolicy().criticality ?? scope?.criticality ?? 'default';
      const isRetry = scope?.isRetry ?? false;
      return addCallHeaders(createOwn(options), inherited, isRetry, options.criticality);
    },
    isRepeated: (code) => findPolicy().repeatedCodes.has(code),
    open: (deadline) => open({ deadline, method_definition: method as never }),
  };
}

/** The first interceptor is the outermost: it sees a call first and its status last. */
function chainInterceptors(
  channel: grpc.ChannelInterface,
  method: MethodDefinition,
  interceptors: readonly grpc.Interceptor[],
): grpc.NextCall {
  return interceptors.reduceRight<grpc.NextCall>(
    (next, interceptor) => (options) => interceptor(options, next),
    (options) => new ChannelCall(channel, method, options),
  );
}
