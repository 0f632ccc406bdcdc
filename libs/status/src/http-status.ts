import { Code } from './code.ts';

// After google/rpc/code.proto, but for two rows: FAILED_PRECONDITION is a conflict with the
// state of the resource (409) rather than a bad request, and RESOURCE_EXHAUSTED is a server
// that sheds load (503) rather than a client above its rate.
const httpStatusByCode: Readonly<Record<Code, number>> = {
  [Code.OK]: 200,
  [Code.CANCELLED]: 499,
  [Code.UNKNOWN]: 500,
  [Code.INVALID_ARGUMENT]: 400,
  [Code.DEADLINE_EXCEEDED]: 504,
  [Code.NOT_FOUND]: 404,
  [Code.ALREADY_EXISTS]: 409,
  [Code.PERMISSION_DENIED]: 403,
  [Code.RESOURCE_EXHAUSTED]: 503,
  [Code.FAILED_PRECONDITION]: 409,
  [Code.ABORTED]: 409,
  [Code.OUT_OF_RANGE]: 400,
  [Code.UNIMPLEMENTED]: 501,
  [Code.INTERNAL]: 500,
  [Code.UNAVAILABLE]: 503,
  [Code.DATA_LOSS]: 500,
  [Code.UNAUTHENTICATED]: 401,
};

// Where several codes share a status, the one that promises a repeat the least, but for 503.
const codeByHttpStatus = new Map<number, Code>([
  [400, Code.INVALID_ARGUMENT],
  [401, Code.UNAUTHENTICATED],
  [403, Code.PERMISSION_DENIED],
  [404, Code.NOT_FOUND],
  [405, Code.UNIMPLEMENTED],
  [408, Code.DEADLINE_EXCEEDED],
  [409, Code.FAILED_PRECONDITION],
  [410, Code.NOT_FOUND],
  [412, Code.FAILED_PRECONDITION],
  [416, Code.OUT_OF_RANGE],
  [429, Code.RESOURCE_EXHAUSTED],
  [499, Code.CANCELLED],
  [500, Code.INTERNAL],
  [501, Code.UNIMPLEMENTED],
  [502, Code.UNAVAILABLE],
  [503, Code.UNAVAILABLE],
  [504, Code.DEADLINE_EXCEEDED],
]);

/** The HTTP status that an answer with this code has; the table stands in the README. */
export function httpStatusFromCode(code: Code): number {
  return httpStatusByCode[code];
}

/** The code that an HTTP answer stands for: 2xx is OK, any 4xx not listed INVALID_ARGUMENT, any 5xx INTERNAL, others UNKNOWN. */
export function codeFromHttpStatus(status: number): Code {
  const listed = codeByHttpStatus.get(status);
  if (listed !== undefined) return listed;
  if (status >= 200 && status < 300) return Code.OK;
  if (status >= 400 && status < 500) return Code.INVALID_ARGUMENT;
  if (status >= 500 && status < 600) return Code.INTERNAL;
  return Code.UNKNOWN;
}
