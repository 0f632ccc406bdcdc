import { status } from '@grpc/grpc-js';

/** Why a call being served is over, where the plain adapters and `openScope` say it. */
export class CallEndedError extends Error {
  override readonly name = 'CallEndedError';
  readonly code: status.CANCELLED | status.DEADLINE_EXCEEDED;

  constructor(code: CallEndedError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export function isCallEndedError(error: unknown): error is CallEndedError {
  return error instanceof CallEndedError;
}

/** @param cause what the caller's own signal said, where there is one. */
export function callerGone(cause?: unknown): CallEndedError {
  return new CallEndedError(status.CANCELLED, 'the caller has gone', { cause });
}

export function timeUp(): CallEndedError {
  return new CallEndedError(status.DEADLINE_EXCEEDED, 'the deadline of the call has passed');
}
