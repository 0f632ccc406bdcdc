import { ROOT_CONTEXT, trace, type Context, type Span, type SpanOptions } from '@opentelemetry/api';
import type { TracingSettings } from '../settings.ts';

const noSpan: Span = trace.wrapSpanContext({
  ...{ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 },
});

/**
 * The one decision whether a call is sampled. Where the parent was not, and the sampler goes by that,
 * the SDK is not asked, which takes 1 µs to say no; the ids are all that goes on.
 */
export function startCallSpan(
  { tracer, isParentBased, keeper }: TracingSettings,
  name: string,
  options: SpanOptions,
  within: Context,
): Span {
  if (!isParentBased) return tracer.startSpan(name, options, within);
  const parent = within === ROOT_CONTEXT ? undefined : trace.getSpanContext(within);
  if (parent === undefined || parent.traceId === noSpan.spanContext().traceId) {
    return tracer.startSpan(name, options, within);
  }
  if ((parent.traceFlags & 1) === 1) return tracer.startSpan(name, options, within);
  // An id of its own only where somebody may want to write its span after all.
  return trace.wrapSpanContext(
    keeper === undefined ? parent : { ...parent, isRemote: false, spanId: createSpanId() },
  );
}

/** 16 hex digits, not all zero. */
function createSpanId(): string {
  return half(1) + half(0);
}

function half(least: number): string {
  const number = Math.floor(Math.random() * (2 ** 32 - least)) + least;
  return number.toString(16).padStart(8, '0');
}
