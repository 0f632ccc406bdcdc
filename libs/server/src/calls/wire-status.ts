import { randomBytes } from 'node:crypto';
import {
  Code,
  encodeStatusDetails,
  fitMessage,
  internal,
  isStatusError,
  type StatusError,
} from '@ballast/status';
import { Metadata } from '@grpc/grpc-js';

/** A status as grpc-js takes it. */
export interface WireStatus {
  readonly code: Code;
  readonly details: string;
  readonly metadata: Metadata;
}

/**
 * What the caller is told of an error. Of anything but a `StatusError` it is told a reference and
 * nothing else: message and stack of an unexpected error belong into the log alone.
 */
export function statusOf(
  error: unknown,
  trailers: Metadata | undefined,
): { status: WireStatus; reference: string | undefined } {
  if (isStatusError(error)) return { status: wireStatusOf(error, trailers), reference: undefined };
  const reference = randomBytes(4).toString('hex');
  const told = internal(`internal error (reference ${reference})`, {
    reason: 'UNEXPECTED',
    metadata: { reference },
  });
  return { status: wireStatusOf(told, trailers), reference };
}

/** Whether an error belongs into the log at level error: a throw that nobody meant, or a code that says so. */
export function isBug(error: unknown): boolean {
  if (!isStatusError(error)) return true;
  return (
    error.code === Code.INTERNAL || error.code === Code.UNKNOWN || error.code === Code.DATA_LOSS
  );
}

function wireStatusOf(error: StatusError, trailers: Metadata | undefined): WireStatus {
  const metadata = trailers?.clone() ?? new Metadata();
  if (hasDetails(error)) {
    metadata.set('grpc-status-details-bin', Buffer.from(encodeStatusDetails(error)));
  }
  return { code: error.code, details: fitMessage(error.message), metadata };
}

function hasDetails(error: StatusError): boolean {
  return (
    error.reason !== undefined ||
    error.domain !== undefined ||
    error.retryDelayMs !== undefined ||
    error.fieldViolations.length > 0 ||
    Object.keys(error.metadata).length > 0
  );
}
