import { status } from '@grpc/grpc-js';

/** `OK`, `DEADLINE_EXCEEDED`, …; a code that gRPC does not know is `UNKNOWN`. */
export function statusName(code: number): string {
  return status[code] ?? 'UNKNOWN';
}

/**
 * The codes by which a server's span is an error, as the conventions list them: the others are the
 * caller's doing.
 */
export function isServerError(code: number): boolean {
  return (
    code === status.UNKNOWN ||
    code === status.DEADLINE_EXCEEDED ||
    code === status.UNIMPLEMENTED ||
    code === status.INTERNAL ||
    code === status.UNAVAILABLE ||
    code === status.DATA_LOSS
  );
}
