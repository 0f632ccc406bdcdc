import { context, isSpanContextValid, trace, type Context } from '@opentelemetry/api';

/** The API's, for those who do not depend on it themselves. */
export type TraceContext = Context;

/** The trace that code runs in, as fields of a log line; undefined outside of all traces. */
export function findTraceFields(
  active: Context = context.active(),
): { readonly trace_id: string; readonly span_id: string } | undefined {
  const span = trace.getSpanContext(active);
  if (span === undefined || !isSpanContextValid(span)) return undefined;
  return { trace_id: span.traceId, span_id: span.spanId };
}

/** Where a call that is made later belongs to. */
export function findTraceContext(): Context {
  return context.active();
}

/** The id of the trace that code runs in. */
export function findTraceId(): string | undefined {
  return findTraceFields()?.trace_id;
}
