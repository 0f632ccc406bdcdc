import { Code, isCode } from './code.ts';
import type { Any } from './gen/google/protobuf/any.ts';
import { BadRequest, ErrorInfo, RetryInfo, Status } from './gen/google/rpc/error_details.ts';
import { type FieldViolation, StatusError } from './status-error.ts';
import { typeUrls } from './type-urls.ts';

/**
 * The error that a peer answered with. Never throws: details that are corrupt, of a type
 * unknown here, or that speak of another code are passed over; a number that is no code
 * (and OK, which is no error) becomes UNKNOWN, as gRPC's statuscodes.md wants it.
 */
export function decodeStatus(code: number, message: string, detailsBin?: Uint8Array): StatusError {
  const known = isCode(code) && code !== Code.OK ? code : Code.UNKNOWN;
  const details = detailsBin === undefined ? [] : detailsOf(code, detailsBin);
  const errorInfo = findDetail(details, typeUrls.errorInfo, ErrorInfo);
  const retryInfo = findDetail(details, typeUrls.retryInfo, RetryInfo);
  const badRequest = findDetail(details, typeUrls.badRequest, BadRequest);
  return new StatusError(known, message, {
    reason: errorInfo?.reason === '' ? undefined : errorInfo?.reason,
    // An empty one stays empty: it must not become ours by default.
    domain: errorInfo?.domain,
    metadata: errorInfo?.metadata,
    fieldViolations: badRequest?.fieldViolations.map(violationOf),
    retryDelayMs: delayMsOf(retryInfo),
  });
}

function detailsOf(code: number, bytes: Uint8Array): readonly Any[] {
  const status = decodeOrUndefined(Status, bytes);
  return status?.code === code ? status.details : [];
}

function findDetail<T>(details: readonly Any[], typeUrl: string, type: Decoder<T>): T | undefined {
  const detail = details.find((candidate) => candidate.typeUrl === typeUrl);
  return detail === undefined ? undefined : decodeOrUndefined(type, detail.value);
}

interface Decoder<T> {
  decode(bytes: Uint8Array): T;
}

function decodeOrUndefined<T>(type: Decoder<T>, bytes: Uint8Array): T | undefined {
  try {
    return type.decode(bytes);
  } catch {
    return undefined;
  }
}

function violationOf({ field, description, reason }: Required<FieldViolation>): FieldViolation {
  return reason === '' ? { field, description } : { field, description, reason };
}

function delayMsOf(retryInfo: RetryInfo | undefined): number | undefined {
  if (retryInfo === undefined) return undefined;
  // RetryInfo without a delay is a delay of zero: proto3 may leave an empty message out.
  const { seconds, nanos } = retryInfo.retryDelay ?? { seconds: 0n, nanos: 0 };
  return Number(seconds) * 1000 + Math.ceil(nanos / 1_000_000);
}
