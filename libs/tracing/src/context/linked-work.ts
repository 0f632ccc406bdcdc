// Work that goes on after the call that caused it has ended, perhaps in another process: its span is
// no child of that call, whose trace may be long complete, but it links to it.
import {
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Link,
} from '@opentelemetry/api';
import { startCallSpan } from '../calls/start-span.ts';
import { formatTraceparent, parseTraceparent } from '../propagation/traceparent.ts';
import { findTracingSettings } from '../settings.ts';

/** As many as the SDK keeps of one span. */
const MAX_LINKS = 128;

/** The trace that code runs in, as text that is stored beside what is to be done later. */
export function findTraceparent(): string | undefined {
  const span = trace.getSpanContext(context.active());
  return span !== undefined && isSpanContextValid(span) ? formatTraceparent(span) : undefined;
}

/**
 * Runs work in a span of its own that links to what caused it.
 *
 * @param causes what `findTraceparent` said then; what is no trace is passed over.
 */
export async function runLinked<Result>(
  name: string,
  causes: readonly (string | undefined)[],
  work: () => Promise<Result>,
): Promise<Result> {
  const links = [...new Set(causes)].slice(0, MAX_LINKS).flatMap(toLink);
  const options = { kind: SpanKind.CONSUMER, links };
  const span = startCallSpan(findTracingSettings(), name, options, ROOT_CONTEXT);
  try {
    return await context.with(trace.setSpan(ROOT_CONTEXT, span), work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
    throw error;
  } finally {
    span.end();
  }
}

/** Links the span of the moment to what caused the thing that it deals with now. */
export function linkActiveSpan(cause: string | undefined): void {
  const span = trace.getSpan(context.active());
  if (span?.isRecording() === true) for (const link of toLink(cause)) span.addLink(link);
}

function toLink(cause: string | undefined): Link[] {
  const found = cause === undefined ? undefined : parseTraceparent(cause);
  return found === undefined ? [] : [{ context: found }];
}
