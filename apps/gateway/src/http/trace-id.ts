import { randomBytes } from 'node:crypto';

// W3C Trace Context, section 3.2: version, trace-id, parent-id and flags in lower-case hex.
// Version 00 ends there; a later one may go on after another dash.
const traceparent =
  /^(?<version>[0-9a-f]{2})-(?<traceId>[0-9a-f]{32})-(?<parentId>[0-9a-f]{16})-[0-9a-f]{2}(?<rest>-.*)?$/;

/** The trace id of a `traceparent` header, or undefined where it is absent or breaks the rules. */
export function parseTraceId(header: unknown): string | undefined {
  if (typeof header !== 'string') return undefined;
  const { version, traceId, parentId, rest } = traceparent.exec(header)?.groups ?? {};
  if (traceId === undefined || version === 'ff' || (version === '00' && rest !== undefined)) {
    return undefined;
  }
  return isZero(traceId) || isZero(parentId) ? undefined : traceId;
}

/** A new trace id: 32 hex digits, not all zero. */
export function createTraceId(): string {
  const traceId = randomBytes(16).toString('hex');
  return isZero(traceId) ? createTraceId() : traceId;
}

function isZero(hex: string | undefined): boolean {
  return hex === undefined || /^0+$/.test(hex);
}
