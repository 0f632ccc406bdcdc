// Codes
export { Code, codeName, isCode } from './code.ts';
export type { CodeName } from './code.ts';

// Errors
export { isStatusError, StatusError } from './status-error.ts';
export type { FieldViolation, StatusDetails } from './status-error.ts';
export {
  aborted,
  alreadyExists,
  cancelled,
  dataLoss,
  deadlineExceeded,
  failedPrecondition,
  internal,
  invalidArgument,
  notFound,
  outOfRange,
  permissionDenied,
  resourceExhausted,
  unauthenticated,
  unavailable,
  unimplemented,
  unknown,
} from './makers.ts';
export type { StatusMaker } from './makers.ts';

// On the wire
export { decodeStatus } from './decode-status.ts';
export { encodeStatusDetails } from './encode-status-details.ts';
export { detailsMaxBytes, fitMessage, messageMaxBytes } from './limits.ts';

// In HTTP
export { codeFromHttpStatus, httpStatusFromCode } from './http-status.ts';
