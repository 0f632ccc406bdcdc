import { Code } from './code.ts';
import { StatusError, type StatusDetails } from './status-error.ts';

/** Makes the error of one code. */
export type StatusMaker = (message: string, details?: StatusDetails) => StatusError;

const makerOf =
  (code: Code): StatusMaker =>
  (message, details) =>
    new StatusError(code, message, details);

/** The caller has gone, or asked for the call to end. */
export const cancelled = makerOf(Code.CANCELLED);
/** An error of which nothing better is known. */
export const unknown = makerOf(Code.UNKNOWN);
/** The request is wrong whatever the state of the system; `fieldViolations` says where. */
export const invalidArgument = makerOf(Code.INVALID_ARGUMENT);
/** Time ran out. The work may have been done all the same. */
export const deadlineExceeded = makerOf(Code.DEADLINE_EXCEEDED);
export const notFound = makerOf(Code.NOT_FOUND);
export const alreadyExists = makerOf(Code.ALREADY_EXISTS);
/** The caller is known, and may not. */
export const permissionDenied = makerOf(Code.PERMISSION_DENIED);
/** A quota or a limit is used up. */
export const resourceExhausted = makerOf(Code.RESOURCE_EXHAUSTED);
/** The system is not in the state for this: do not repeat before that has changed. */
export const failedPrecondition = makerOf(Code.FAILED_PRECONDITION);
/** Lost against another at the same time: repeat the whole, from the reading on. */
export const aborted = makerOf(Code.ABORTED);
export const outOfRange = makerOf(Code.OUT_OF_RANGE);
export const unimplemented = makerOf(Code.UNIMPLEMENTED);
/** An invariant is broken: a bug. */
export const internal = makerOf(Code.INTERNAL);
/** Not now: this call may be repeated. */
export const unavailable = makerOf(Code.UNAVAILABLE);
export const dataLoss = makerOf(Code.DATA_LOSS);
/** It is not known who the caller is. */
export const unauthenticated = makerOf(Code.UNAUTHENTICATED);
