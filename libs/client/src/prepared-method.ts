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
  createMetadata(options: CallOptions): Metadata;
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
  return {
    findTimeoutMs: () => findPolicy().timeoutMs ?? defaultTimeoutMs,
    createMetadata: ({ metadata, waitForReady }) => {
      const given = metadata?.getOptions().waitForReady;
      const wanted = waitForReady ?? given ?? findPolicy().waitForReady;
      if (metadata === undefined) return new Metadata({ waitForReady: wanted });
      if (wanted === (given ?? false)) return metadata;
      const own = metadata.clone();
      own.setOptions({ ...metadata.getOptions(), waitForReady: wanted });
      return own;
    },
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
