import type { Refusal } from '@ballast/breaking';
import type { Obstacle } from '@ballast/deadlines';
import {
  cancelled,
  deadlineExceeded,
  decodeStatus,
  internal,
  isStatusError,
  unavailable,
} from '@ballast/status';
import type { StatusError } from '@ballast/status';
import { status } from '@grpc/grpc-js';
import type { StatusObject } from '@grpc/grpc-js';

/** The error that a status stands for, with its details; undefined for OK. */
export function decodeFailure({ code, details, metadata }: StatusObject): StatusError | undefined {
  if (code === status.OK) return undefined;
  const [detailsBin] = metadata.get('grpc-status-details-bin');
  return decodeStatus(code, details, typeof detailsBin === 'object' ? detailsBin : undefined);
}

/** The failure of a call that its caller has aborted. */
export function createAbortFailure(reason: unknown): StatusError {
  return cancelled('the caller aborted the call', { cause: reason });
}

/** The failure of a call whose own caller no longer waits. */
export function createOrphanFailure(reason: Error): StatusError {
  return cancelled(`the call being served is over: ${reason.message}`, { cause: reason });
}

/** The failure of a call for which the call being served has no time, or nobody who waits. */
export function createObstacleFailure({ code, details, cause }: Obstacle): StatusError {
  return code === status.CANCELLED ? cancelled(details, { cause }) : deadlineExceeded(details);
}

/** The failure of a call that this process does not make: nothing has reached the wire. */
export function createRefusalFailure(refusal: Refusal): StatusError {
  const { reason, details, retryAfterMs } = refusal;
  // By its cause a fallback (`createFallback`) knows a refusal from a failure.
  return unavailable(details, { reason, retryDelayMs: Math.ceil(retryAfterMs), cause: refusal });
}

export const isRefusalFailure = ({ cause }: StatusError): boolean =>
  (cause as Partial<Refusal> | undefined)?.kind === 'refused';

/** The failure of a call that nobody could answer in time. */
export function createNoTimeFailure(): StatusError {
  return deadlineExceeded('not sent: no time is left for the call');
}

/** The failure of a call whose stream of requests threw. */
export function createRequestsFailure(error: unknown): StatusError {
  if (isStatusError(error)) return error;
  return cancelled('the stream of requests failed', { cause: error });
}

/** The failure of a call that could not even begin. */
export function createStartFailure(error: unknown): StatusError {
  if (isStatusError(error)) return error;
  // What grpc-js throws once a channel is closed (internal-channel.ts, `createCall`).
  if (error instanceof Error && error.message === 'Channel has been shut down') {
    return unavailable('the client is closed', { cause: error });
  }
  return internal(`the call could not begin: ${describe(error)}`, { cause: error });
}

export function createSerializeFailure(error: unknown): StatusError {
  return internal(`a request could not be serialized: ${describe(error)}`, { cause: error });
}

export function createDeserializeFailure(error: unknown): StatusError {
  return internal(`an answer could not be parsed: ${describe(error)}`, { cause: error });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
