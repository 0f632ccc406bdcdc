import {
  SpanStatusCode,
  type Attributes,
  type AttributeValue,
  type Exception,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  type TimeInput,
} from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace-base';
import { toHrTime } from '../export/hr-time.ts';
import { describeException } from './describe-exception.ts';
import { isTimeInput, toEpochMs } from './to-epoch-ms.ts';

/** What all spans of a tracer have in common. */
export interface SpanOwner {
  readonly resource: Resource;
  readonly instrumentationScope: ReadableSpan['instrumentationScope'];
  /** A moment of `performance.now()` as milliseconds since the epoch, with fractions. */
  toEpochMs(atMs: number): number;
  ended(span: CallSpan): void;
}

export interface SpanBeginning {
  readonly name: string;
  readonly kind: SpanKind;
  readonly context: SpanContext;
  readonly parent: SpanContext | undefined;
}

/** The specification's limits, of attributes, events and links each. */
const MAX_EACH = 128;
const none: never[] = [];
const unset: SpanStatus = { code: SpanStatusCode.UNSET };

/**
 * A span of a call, as little as a span can be: the SDK's costs 5 µs to make and to end, and a call has
 * three of them. What exporters read and nobody else is worked out when they do.
 */
export class CallSpan implements Span, ReadableSpan {
  name: string;
  readonly kind: SpanKind;
  readonly parentSpanContext?: SpanContext;
  status: SpanStatus = unset;
  readonly attributes: Attributes = {};
  links: Link[] = none;
  events: TimedEvent[] = none;
  ended = false;
  droppedAttributesCount = 0;
  droppedEventsCount = 0;
  droppedLinksCount = 0;
  readonly #owner: SpanOwner;
  readonly #context: SpanContext;
  /** By the monotonic clock: a step of the system's makes no span longer. */
  readonly #beganMs: number;
  readonly #startMs: number;
  #endMs = NaN;
  #attributesCount = 0;

  constructor(owner: SpanOwner, { name, kind, context, parent }: SpanBeginning) {
    this.#owner = owner;
    this.#beganMs = performance.now();
    this.#startMs = owner.toEpochMs(this.#beganMs);
    this.name = name;
    this.kind = kind;
    this.#context = context;
    if (parent !== undefined) this.parentSpanContext = parent;
  }

  get resource(): Resource {
    return this.#owner.resource;
  }

  get instrumentationScope(): ReadableSpan['instrumentationScope'] {
    return this.#owner.instrumentationScope;
  }

  get startTime(): HrTime {
    return toHrTime(this.#startMs);
  }

  get endTime(): HrTime {
    return toHrTime(this.#endMs);
  }

  get duration(): HrTime {
    return toHrTime(this.#endMs - this.#startMs);
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  isRecording(): boolean {
    return !this.ended;
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (this.ended || value === undefined || value === null) return this;
    if (!(key in this.attributes)) {
      if (this.#attributesCount >= MAX_EACH) {
        this.droppedAttributesCount += 1;
        return this;
      }
      this.#attributesCount += 1;
    }
    this.attributes[key] = value;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const key in attributes) this.setAttribute(key, attributes[key]!);
    return this;
  }

  addEvent(name: string, second?: Attributes | TimeInput, third?: TimeInput): this {
    if (this.ended) return this;
    if (this.events.length >= MAX_EACH) {
      this.droppedEventsCount += 1;
      return this;
    }
    const attributes = isTimeInput(second) ? {} : (second ?? {});
    const at = third ?? (isTimeInput(second) ? second : undefined);
    const time = toHrTime(at === undefined ? this.#now() : toEpochMs(at));
    this.events = [...this.events, { name, time, attributes }];
    return this;
  }

  addLink(link: Link): this {
    if (this.ended) return this;
    if (this.links.length < MAX_EACH) this.links = [...this.links, link];
    else this.droppedLinksCount += 1;
    return this;
  }

  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  setStatus(status: SpanStatus): this {
    if (this.ended || status.code === SpanStatusCode.UNSET) return this;
    // By the specification nothing goes after OK.
    if (this.status.code !== SpanStatusCode.OK) this.status = status;
    return this;
  }

  updateName(name: string): this {
    if (!this.ended) this.name = name;
    return this;
  }

  recordException(exception: Exception, at?: TimeInput): void {
    this.addEvent('exception', describeException(exception), at);
  }

  end(at?: TimeInput): void {
    if (this.ended) return;
    const endMs = at === undefined ? this.#now() : toEpochMs(at);
    this.#endMs = Math.max(this.#startMs, endMs);
    this.ended = true;
    this.#owner.ended(this);
  }

  #now(): number {
    return this.#startMs + (performance.now() - this.#beganMs);
  }
}
