import {
  Metadata,
  type ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  status,
} from '@grpc/grpc-js';
import type { Admission } from '../admission.ts';
import { PUSHBACK_TRAILER, type Refusal, type RefusalReason } from '../refusing/refusal.ts';
import { GuardedCall } from './guarded-call.ts';

export interface AdmissionInterceptorOptions {
  /**
   * Who calls. Default: the header `ballast-client`, or the peer's address without its port: in
   * Kubernetes that is a pod.
   */
  readonly findClientKey?: (call: ServerInterceptingCallInterface, metadata: Metadata) => string;
  /**
   * The bytes of a google.rpc.Status, for `grpc-status-details-bin`: ErrorInfo with the reason,
   * RetryInfo with the delay. Default: none; the message says it, too.
   */
  readonly encodeDetails?: (refusal: Refusal, message: string) => Buffer;
}

/** The request header by which a client names itself. */
export const CLIENT_HEADER = 'ballast-client';

const DETAILS_TRAILER = 'grpc-status-details-bin';

const messages: Readonly<Record<RefusalReason, string>> = {
  OVERLOADED: 'OVERLOADED: the server has more to do than it can',
  CLIENT_OVER_SHARE: 'CLIENT_OVER_SHARE: the server is overloaded, by this client first',
  RATE_LIMITED: 'RATE_LIMITED: more calls than the rate limit allows',
  TOO_MANY_STREAMS: 'TOO_MANY_STREAMS: all places for streams are taken',
};

/**
 * A thin adapter of the admission for plain grpc-js. Its place is near the wire, the first or
 * second of the server's `interceptors`, so that a refusal costs nothing of the others.
 */
export function createAdmissionInterceptor(
  admission: Admission,
  options: AdmissionInterceptorOptions = {},
): ServerInterceptor {
  const { findClientKey = findClientByHeaderOrPeer, encodeDetails } = options;
  const statusOf = (refusal: Refusal) => statusOfRefusal(refusal, encodeDetails);
  const guard = { admission, findClientKey, statusOf };
  // The class is what grpc-js's type says, the interface is what it uses.
  return ({ path, requestStream, responseStream }, call) =>
    new GuardedCall(
      guard,
      path,
      requestStream || responseStream,
      call,
    ) as unknown as ServerInterceptingCall;
}

/** What a refusal is on the wire. */
export function statusOfRefusal(
  refusal: Refusal,
  encodeDetails?: AdmissionInterceptorOptions['encodeDetails'],
) {
  const details = messages[refusal.reason];
  const metadata = new Metadata();
  metadata.set(PUSHBACK_TRAILER, String(refusal.pushbackMs));
  if (encodeDetails !== undefined) metadata.set(DETAILS_TRAILER, encodeDetails(refusal, details));
  return { code: status.RESOURCE_EXHAUSTED, details, metadata };
}

export function findClientByHeaderOrPeer(
  call: ServerInterceptingCallInterface,
  metadata: Metadata,
): string {
  const [named] = metadata.get(CLIENT_HEADER);
  if (typeof named === 'string') return named;
  return call.getConnectionInfo().remoteAddress ?? 'unknown';
}
