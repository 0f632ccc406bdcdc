import { type Metadata, status } from '@grpc/grpc-js';
import { previousAttemptsHeader } from './call-headers.ts';
import type { CallScope } from './call-scope.ts';

/**
 * gRFC A6: "If the value for pushback is negative or unparseble, then it will be seen as the server
 * asking the client not to retry at all."
 */
const pushbackTrailer = 'grpc-retry-pushback-ms';

/**
 * Envoy heeds no pushback. But it does not repeat what comes back with this one, unless its policy names
 * `envoy-ratelimited` (retry_state_impl.cc, `wouldRetryFromHeaders`; seen with Envoy 1.40).
 */
const envoyTrailer = 'x-envoy-ratelimited';

/** What a caller might repeat: for these it has to be told where it must not. */
const repeatable: ReadonlySet<number> = new Set([
  status.UNAVAILABLE,
  status.DEADLINE_EXCEEDED,
  status.RESOURCE_EXHAUSTED,
]);

/**
 * Whether a call that failed has had its repetitions: grpc-js says on the status of a later attempt
 * how many came before, and a server below says that it, or one below it, has repeated enough.
 */
export function areRetriesSpent(code: number, trailers: Metadata): boolean {
  if (!repeatable.has(code)) return false;
  if (trailers.get(previousAttemptsHeader).length > 0) return true;
  const [pushback] = trailers.get(pushbackTrailer);
  return pushback !== undefined && !/^\d+$/.test(String(pushback));
}

/** Whether the caller of this scope is to be told not to repeat a call that fails with `code`. */
export function mustForbidRetry(scope: CallScope, code: number): boolean {
  return scope.retriesSpent && repeatable.has(code);
}

/** A delay that the handler has asked for gives way: later is no better, the retries are spent. */
export function forbidRetry(trailers: Metadata): void {
  trailers.set(pushbackTrailer, '-1');
  trailers.set(envoyTrailer, 'true');
}
