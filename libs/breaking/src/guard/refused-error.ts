import { status } from '@grpc/grpc-js';
import { Refusal } from './refusal.ts';

/** Thrown by `runGuarded` instead of making the call. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code = status.UNAVAILABLE;
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.details);
    this.refusal = refusal;
  }
}

export function isRefusedError(error: unknown): error is RefusedError {
  return error instanceof RefusedError;
}

/** grpc-js makes its errors of a status: its metadata is what one that we made is known by. */
const refusalsByMetadata = new WeakMap<object, Refusal>();

export function markRefused(metadata: object, refusal: Refusal): void {
  refusalsByMetadata.set(metadata, refusal);
}

/**
 * The refusal of this process's own guards that an error stands for, or that caused it. One that a
 * server sent is not: it is a failure of that server.
 */
export function findRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (isRefusedError(error)) return error.refusal;
  if (typeof error !== 'object' || error === null) return undefined;
  const { metadata, cause } = error as { metadata?: unknown; cause?: unknown };
  const known = typeof metadata === 'object' && metadata && refusalsByMetadata.get(metadata);
  return known || findRefusal(cause);
}
