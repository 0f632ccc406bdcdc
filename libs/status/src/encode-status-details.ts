import type { Any } from './gen/google/protobuf/any.ts';
import {
  BadRequest,
  type BadRequest_FieldViolation,
  ErrorInfo,
  RetryInfo,
  Status,
} from './gen/google/rpc/error_details.ts';
import { detailsMaxBytes, fitMessage, fitText } from './limits.ts';
import type { StatusError } from './status-error.ts';
import { typeUrls } from './type-urls.ts';

// "must match a regular expression of [A-Z][A-Z0-9_]+[A-Z0-9] ... at most 63 characters"
// (google.rpc.ErrorInfo); the others are ours, so that one long text cannot push out the rest.
const reasonMaxBytes = 63;
const domainMaxBytes = 253;
const keyMaxBytes = 64;
const textMaxBytes = 256;
const metadataMaxBytes = 1024;

// Tag and length of an entry within its message, at most: what the sums below are rounded up by.
const entryOverheadBytes = 12;

/**
 * A `google.rpc.Status` for the trailer `grpc-status-details-bin`: code, message and, where
 * the error has them, ErrorInfo, RetryInfo and BadRequest. Never more than `detailsMaxBytes`:
 * long texts are cut, then metadata and field violations that find no room are left out.
 */
export function encodeStatusDetails(error: StatusError): Uint8Array {
  const details: Any[] = [];
  const errorInfo = errorInfoOf(error);
  if (errorInfo !== undefined) {
    details.push(anyOf(typeUrls.errorInfo, ErrorInfo.encode(errorInfo).finish()));
  }
  if (error.retryDelayMs !== undefined) {
    const retryInfo = { retryDelay: durationFromMs(error.retryDelayMs) };
    details.push(anyOf(typeUrls.retryInfo, RetryInfo.encode(retryInfo).finish()));
  }
  const message = fitMessage(error.message);
  const withoutViolations = Status.encode({ code: error.code, message, details }).finish();
  const room = detailsMaxBytes - withoutViolations.length - typeUrls.badRequest.length - 32;
  const fieldViolations = violationsWithin(error, room);
  if (fieldViolations.length === 0) return withoutViolations;
  details.push(anyOf(typeUrls.badRequest, BadRequest.encode({ fieldViolations }).finish()));
  return Status.encode({ code: error.code, message, details }).finish();
}

function errorInfoOf(error: StatusError): ErrorInfo | undefined {
  const entries = Object.entries(error.metadata);
  if (error.reason === undefined && error.domain === undefined && entries.length === 0) {
    return undefined;
  }
  const metadata: Record<string, string> = {};
  let left = metadataMaxBytes;
  for (const [key, value] of entries) {
    const entry = { key: fitText(key, keyMaxBytes), value: fitText(String(value), textMaxBytes) };
    left -= Buffer.byteLength(entry.key) + Buffer.byteLength(entry.value) + entryOverheadBytes;
    if (left < 0) break;
    metadata[entry.key] = entry.value;
  }
  return {
    reason: fitText(error.reason ?? '', reasonMaxBytes),
    domain: fitText(error.domain ?? '', domainMaxBytes),
    metadata,
  };
}

function violationsWithin(error: StatusError, roomBytes: number): BadRequest_FieldViolation[] {
  const kept: BadRequest_FieldViolation[] = [];
  let left = roomBytes;
  for (const violation of error.fieldViolations) {
    const entry = {
      field: fitText(violation.field, textMaxBytes),
      description: fitText(violation.description, textMaxBytes),
      reason: fitText(violation.reason ?? '', reasonMaxBytes),
    };
    left -= entryOverheadBytes;
    for (const text of Object.values(entry)) left -= Buffer.byteLength(text);
    if (left < 0) break;
    kept.push(entry);
  }
  return kept;
}

function durationFromMs(milliseconds: number): { seconds: bigint; nanos: number } {
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds: BigInt(seconds), nanos: (milliseconds - seconds * 1000) * 1_000_000 };
}

function anyOf(typeUrl: string, value: Uint8Array): Any {
  return { typeUrl, value: Buffer.from(value.buffer, value.byteOffset, value.byteLength) };
}
