import { status } from '@grpc/grpc-js';

/**
 * What a status says about the dependency that a call went to:
 *
 * - `answered`: it did its work. An answer that the caller did not want is an answer.
 * - `failed`: it did not, or nobody knows.
 * - `shed`: it is alive and at its limit. See below.
 * - `cancelled`: the caller left. That is nobody's failure.
 */
export type CallOutcome = 'answered' | 'failed' | 'shed' | 'cancelled';

/**
 * The one table that breakers and fallbacks go by.
 *
 * RESOURCE_EXHAUSTED is neither success nor failure. A server that sheds at twice its capacity
 * refuses every second call and serves the others as fast as ever: counting its refusals as failures
 * opens the breaker at a ratio of 0.5 and throws away the half that was served, and again after every
 * half-open trial. Slowing down for such a server is the work of its pushback and of the retry budget
 * ("Handling Overload", Site Reliability Engineering, chapter 21). Counting them as successes would
 * hide real failures behind refusals that cost nothing. grpc-js also ends a call with it when a
 * message is too large, which is no failure of the dependency either.
 */
export function callOutcome(code: status): CallOutcome {
  switch (code) {
    case status.OK:
    case status.INVALID_ARGUMENT:
    case status.NOT_FOUND:
    case status.ALREADY_EXISTS:
    case status.PERMISSION_DENIED:
    case status.UNAUTHENTICATED:
    case status.FAILED_PRECONDITION:
    case status.ABORTED:
    case status.OUT_OF_RANGE:
    case status.UNIMPLEMENTED:
      return 'answered';
    case status.RESOURCE_EXHAUSTED:
      return 'shed';
    case status.CANCELLED:
      return 'cancelled';
    case status.UNAVAILABLE:
    case status.DEADLINE_EXCEEDED:
    case status.INTERNAL:
    case status.UNKNOWN:
    case status.DATA_LOSS:
      return 'failed';
    default:
      // "If an unknown status code is received it is UNKNOWN" (gRPC core, statuscodes.md).
      return 'failed';
  }
}
