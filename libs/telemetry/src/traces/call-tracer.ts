import {
  INVALID_TRACEID,
  SpanKind,
  trace,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import {
  createSpanId,
  createTraceId,
  type CallSpanOptions,
  type SpanStarter,
} from '@ballast/tracing';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { CallSpan, type SpanOwner } from './call-span.ts';
import { WallClock } from './wall-clock.ts';

/** Makes the spans of calls. Whoever asks has decided already that the span is sampled. */
export class CallTracer implements SpanStarter, SpanOwner {
  readonly resource: Resource;
  readonly instrumentationScope: ReadableSpan['instrumentationScope'];
  readonly ended: (span: ReadableSpan) => void;
  readonly #clock = new WallClock();

  /** @param ended told of each span that has. */
  constructor(name: string, resource: Resource, ended: (span: ReadableSpan) => void) {
    this.instrumentationScope = { name };
    this.resource = resource;
    this.ended = ended;
  }

  toEpochMs(atMs: number): number {
    return this.#clock.toEpochMs(atMs);
  }

  startSpan(
    name: string,
    { kind = SpanKind.INTERNAL, links }: CallSpanOptions,
    context: Context,
  ): Span {
    const found = trace.getSpanContext(context);
    const parent = found?.traceId === INVALID_TRACEID ? undefined : found;
    const span = new CallSpan(this, { name, kind, parent, context: createContext(parent) });
    return links === undefined ? span : span.addLinks(links);
  }
}

function createContext(parent: SpanContext | undefined): SpanContext {
  const traceId = parent?.traceId ?? createTraceId();
  const context = { traceId, spanId: createSpanId(), traceFlags: 1 };
  const traceState = parent?.traceState;
  return traceState === undefined ? context : { ...context, traceState };
}
