import { isValidSpanId, isValidTraceId, type SpanContext } from '@opentelemetry/api';

export const TRACEPARENT = 'traceparent';
export const TRACESTATE = 'tracestate';

// W3C Trace Context, section 3.2: version, trace-id, parent-id and flags in lower-case hex. Version
// 00 ends there; a later one may go on after another dash.
const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Undefined where the header breaks the rules: it is then as if there were none (section 4.3). */
export function parseTraceparent(header: string): SpanContext | undefined {
  const found = pattern.exec(header);
  if (found === null) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', rest] = found;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (!isValidTraceId(traceId) || !isValidSpanId(spanId)) return undefined;
  // Of the flags only `sampled` has a meaning in all versions.
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}

export function formatTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${(traceFlags & 1) === 1 ? '01' : '00'}`;
}
