import {
  INVALID_TRACEID,
  ROOT_CONTEXT,
  trace,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import { ContextWithSpan } from '../context/context-with-span.ts';
import type { CallSpanOptions, TracingSettings } from '../settings.ts';
import { UnsampledSpan } from './unsampled-span.ts';

/**
 * The one decision whether a call is sampled. Where the sampler goes by the parent and that was not,
 * the SDK is not asked, which takes 1 µs to say no; nor for the first call of a trace, where the
 * settings know themselves how many are sampled.
 */
export function startCallSpan(
  settings: TracingSettings,
  name: string,
  options: CallSpanOptions,
  within: Context,
): Span {
  if (!settings.isParentBased) return settings.tracer.startSpan(name, options, within);
  const found = within === ROOT_CONTEXT ? undefined : trace.getSpanContext(within);
  const parent = found?.traceId === INVALID_TRACEID ? undefined : found;
  return passUnsampled(settings, parent) ?? settings.tracer.startSpan(name, options, within);
}

/** The same for a call that has arrived, whose parent is its caller's span, in another process. */
export function startServedSpan(
  settings: TracingSettings,
  name: string,
  options: CallSpanOptions,
  caller: SpanContext | undefined,
): Span {
  const passed = settings.isParentBased ? passUnsampled(settings, caller) : undefined;
  if (passed !== undefined) return passed;
  const parent =
    caller === undefined
      ? ROOT_CONTEXT
      : new ContextWithSpan(ROOT_CONTEXT, trace.wrapSpanContext(caller));
  return settings.tracer.startSpan(name, options, parent);
}

/** Undefined where the SDK is to be asked. */
function passUnsampled(
  { isSampled, keeper }: TracingSettings,
  parent: SpanContext | undefined,
): Span | undefined {
  if (parent === undefined) {
    return isSampled === undefined || isSampled() ? undefined : new UnsampledSpan(undefined);
  }
  if ((parent.traceFlags & 1) === 1) return undefined;
  // An id of its own only where somebody may want to write its span after all.
  return keeper === undefined ? trace.wrapSpanContext(parent) : new UnsampledSpan(parent);
}
