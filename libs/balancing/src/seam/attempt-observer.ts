import type { Metadata, status } from '@grpc/grpc-js';

/**
 * Channel option: an `AttemptObserver`. Its prefix keeps it from telling apart connections that
 * channels share (SUBCHANNEL_ARGS_EXCLUDE_KEY_PREFIX).
 */
export const ATTEMPT_OBSERVER_OPTION = 'grpc.internal.no_subchannel.ballast.attempt_observer';

/** An endpoint that was chosen for an attempt. Valid during `attemptPlaced` only. */
export interface PlacedAttempt {
  /** The attempt's own copy, on its way to the wire: headers may be added. */
  readonly metadata: Metadata;
  readonly address: string;
  /** The name of the policy. */
  readonly policy: string;
  readonly reason: PickReason;
  /** Calls of this channel that are under way at the endpoint, without this one. */
  readonly inFlight: number;
  /** What the policy expects of the endpoint; null where it has no idea. */
  readonly latencyMs: number | null;
  /** Of the channel. */
  readonly endpointsReady: number;
  readonly endpointsEjected: number;
}

/**
 * What decided: the policy's own rule; that the endpoint is new and has to be tried; that all which
 * were compared are left alone; that the call was tried elsewhere already; that another is warming up.
 */
export type PickReason = 'policy' | 'newcomer' | 'last_resort' | 'untried' | 'warming_up';

/** Told of each attempt's course, for tracing. Must not throw. */
export interface AttemptObserver {
  /** Undefined: no interest in what becomes of it. A pick may be in vain, and made again. */
  attemptPlaced(attempt: PlacedAttempt): AttemptListener | undefined;
}

/** Times are those of `performance.now()`. */
export interface AttemptListener {
  attemptStarted(nowMs: number): void;
  attemptEnded(code: status, details: string, nowMs: number): void;
}

/** What stands in the option, where it is an observer. */
export function findAttemptObserver(option: unknown): AttemptObserver | undefined {
  return typeof option === 'object' && option !== null && 'attemptPlaced' in option
    ? (option as AttemptObserver)
    : undefined;
}
