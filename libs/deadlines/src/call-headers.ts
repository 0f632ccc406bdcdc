import type { Metadata } from '@grpc/grpc-js';
import { type Criticality, parseCriticality } from './criticality.ts';

export const criticalityHeader = 'ballast-criticality';
/** On every call made while serving a call that is a repeated attempt itself. */
export const upstreamRetryHeader = 'ballast-upstream-retry';
/** gRFC A6: "the number of RPC attempts that have preceded this one"; absent on the first. */
export const previousAttemptsHeader = 'grpc-previous-rpc-attempts';

/** Envoy's word for the same: the first attempt says 1. Istio's sidecars and gateways send it. */
const envoyAttemptHeader = 'x-envoy-attempt-count';

export function readCriticality(metadata: Metadata): Criticality {
  return parseCriticality(metadata.get(criticalityHeader)[0]);
}

/** Whether the call repeats an attempt, of this tier's caller or of a tier above it. */
export function readIsRetry(metadata: Metadata): boolean {
  return (
    metadata.get(previousAttemptsHeader).length > 0 ||
    metadata.get(upstreamRetryHeader)[0] === '1' ||
    Number(metadata.get(envoyAttemptHeader)[0]) > 1
  );
}

/**
 * Adds what a call inherits.
 *
 * @param inherited where the call is told nothing.
 * @param explicit what this call was told itself; stands over what `metadata` says, and that over
 *   what is inherited.
 * @returns `metadata` itself where there is nothing to add, else a copy: it is the caller's own, and
 *   often shared by many calls.
 */
export function addCallHeaders(
  metadata: Metadata,
  inherited: Criticality,
  isRetry: boolean,
  explicit?: Criticality,
): Metadata {
  const [stated] = metadata.get(criticalityHeader);
  const wanted = explicit ?? stated ?? inherited;
  const changes = wanted !== (stated ?? 'default');
  if (!changes && !isRetry) return metadata;
  const own = metadata.clone();
  if (changes) own.set(criticalityHeader, wanted);
  if (isRetry) own.set(upstreamRetryHeader, '1');
  return own;
}
