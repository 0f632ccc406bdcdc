import { isValidSpanId, isValidTraceId, type SpanContext } from '@opentelemetry/api';

/** gRPC's own header, from OpenCensus's time (gRFC A72): what older gRPC programs read and send. */
export const TRACE_BIN = 'grpc-trace-bin';

// Version 0, then fields, each behind its number: 0 the trace id, 1 the span id, 2 the flags.
const LENGTH = 29;
const TRACE_ID_AT = 2;
const SPAN_ID_AT = 19;
const FLAGS_AT = 28;

/** Undefined where the bytes are not what the format says. */
export function decodeTraceBin(bytes: Uint8Array): SpanContext | undefined {
  if (bytes.length < LENGTH || bytes[0] !== 0) return undefined;
  if (bytes[1] !== 0 || bytes[SPAN_ID_AT - 1] !== 1 || bytes[FLAGS_AT - 1] !== 2) return undefined;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const traceId = hex.toString('hex', TRACE_ID_AT, TRACE_ID_AT + 16);
  const spanId = hex.toString('hex', SPAN_ID_AT, SPAN_ID_AT + 8);
  if (!isValidTraceId(traceId) || !isValidSpanId(spanId)) return undefined;
  return { traceId, spanId, traceFlags: bytes[FLAGS_AT]! & 1, isRemote: true };
}

export function encodeTraceBin({ traceId, spanId, traceFlags }: SpanContext): Buffer {
  const bytes = Buffer.alloc(LENGTH);
  bytes.write(traceId, TRACE_ID_AT, 'hex');
  bytes[SPAN_ID_AT - 1] = 1;
  bytes.write(spanId, SPAN_ID_AT, 'hex');
  bytes[FLAGS_AT - 1] = 2;
  bytes[FLAGS_AT] = traceFlags & 1;
  return bytes;
}
