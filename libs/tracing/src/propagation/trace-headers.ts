import type { Metadata } from '@grpc/grpc-js';
import { createTraceState, type SpanContext } from '@opentelemetry/api';
import { decodeTraceBin, encodeTraceBin, TRACE_BIN } from './trace-bin.ts';
import { formatTraceparent, parseTraceparent, TRACEPARENT, TRACESTATE } from './traceparent.ts';

/**
 * What is sent along. Of a trace both forms are understood on the way in, whatever is sent; baggage is
 * taken only where it is sent on.
 */
export const PROPAGATORS = ['tracecontext', 'baggage', 'grpc-trace-bin'] as const;
export type Propagator = (typeof PROPAGATORS)[number];

/** The caller's span. W3C's header wins, being the one that carries `tracestate`. */
export function readTrace(metadata: Metadata): SpanContext | undefined {
  const [header] = metadata.get(TRACEPARENT);
  if (typeof header === 'string') {
    const found = parseTraceparent(header);
    if (found !== undefined) return withState(found, metadata);
  }
  const [bytes] = metadata.get(TRACE_BIN);
  return Buffer.isBuffer(bytes) ? decodeTraceBin(bytes) : undefined;
}

/** Replaces what the metadata says of a trace, so that an attempt can go by its own span. */
export function writeTrace(
  metadata: Metadata,
  span: SpanContext,
  propagators: readonly Propagator[],
): void {
  // A handler that forwards the metadata of its own call forwards these: none of them may stay.
  if (propagators.includes('grpc-trace-bin')) metadata.set(TRACE_BIN, encodeTraceBin(span));
  else metadata.remove(TRACE_BIN);
  const isW3c = propagators.includes('tracecontext');
  if (isW3c) metadata.set(TRACEPARENT, formatTraceparent(span));
  else metadata.remove(TRACEPARENT);
  const state = isW3c ? span.traceState?.serialize() : undefined;
  if (state === undefined || state === '') metadata.remove(TRACESTATE);
  else metadata.set(TRACESTATE, state);
}

function withState(span: SpanContext, metadata: Metadata): SpanContext {
  const states = metadata.get(TRACESTATE);
  if (states.length === 0) return span;
  return { ...span, traceState: createTraceState(states.join(',')) };
}
