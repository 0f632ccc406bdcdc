/** The status codes of gRPC, with the numbers that stand on the wire. */
export const Code = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

export type Code = (typeof Code)[keyof typeof Code];
export type CodeName = keyof typeof Code;

const namesByNumber = Object.keys(Code) as CodeName[];

/** Whether a number is one of the 17 codes. */
export function isCode(value: number): value is Code {
  return Number.isInteger(value) && value >= Code.OK && value <= Code.UNAUTHENTICATED;
}

/** `5` -> `NOT_FOUND`. */
export function codeName(code: Code): CodeName {
  return namesByNumber[code] ?? 'UNKNOWN';
}
