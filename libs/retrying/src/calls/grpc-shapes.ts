// What a ConfigSelector deals in, which grpc-js does not export by name.
import { type experimental, status } from '@grpc/grpc-js';

export type CallConfig = ReturnType<experimental.ConfigSelector['invoke']>;
export type MethodConfig = CallConfig['methodConfig'];
export type RetryPolicy = NonNullable<MethodConfig['retryPolicy']>;
export type HedgingPolicy = NonNullable<MethodConfig['hedgingPolicy']>;
export type PickInformation = CallConfig['pickInformation'];

export const noFilters: CallConfig['dynamicFilterFactories'] = [];
export const noNames: MethodConfig['name'] = [];

/** A call that is tried once, save for grpc-js's transparent retries. */
export function createPlainCall(methodConfig: MethodConfig): CallConfig {
  return {
    methodConfig,
    // libs that balance keep a call's history on it, so it must be the call's own.
    pickInformation: {},
    status: status.OK,
    dynamicFilterFactories: noFilters,
  };
}
