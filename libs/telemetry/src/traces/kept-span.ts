import type { UnsampledCall } from '@ballast/tracing';
import {
  SpanStatusCode,
  type Attributes,
  type HrTime,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
} from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { toHrTime } from '../export/hr-time.ts';

const none: never[] = [];
const instrumentationScope = { name: '@ballast/tracing' };

/**
 * The span of a call that was not sampled and turned out to be worth keeping. It has the ids that
 * went out with the call, so that those which other processes keep of the trace hang together.
 */
export class KeptSpan implements ReadableSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly parentSpanContext?: SpanContext;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly duration: HrTime;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly resource: Resource;
  readonly #context: SpanContext;
  readonly links = none;
  readonly events = none;
  readonly ended = true;
  readonly instrumentationScope = instrumentationScope;
  readonly droppedAttributesCount = 0;
  readonly droppedEventsCount = 0;
  readonly droppedLinksCount = 0;

  constructor(call: UnsampledCall, resource: Resource) {
    this.name = call.name;
    this.kind = call.kind;
    this.#context = call.span;
    if (call.parent !== undefined) this.parentSpanContext = call.parent;
    // Both from the end, on the wall clock of now: the monotonic one has drifted from it since.
    const endMs = Date.now() - (performance.now() - call.endedAtMs);
    this.startTime = toHrTime(endMs - (call.endedAtMs - call.startedAtMs));
    this.endTime = toHrTime(endMs);
    this.duration = toHrTime(call.endedAtMs - call.startedAtMs);
    this.status = call.isError
      ? { code: SpanStatusCode.ERROR, message: call.error }
      : { code: SpanStatusCode.UNSET };
    this.attributes = { ...call.attributes, 'ballast.kept': call.isError ? 'error' : 'slow' };
    this.resource = resource;
  }

  spanContext(): SpanContext {
    return this.#context;
  }
}
