import { TraceFlags, type Span, type SpanContext } from '@opentelemetry/api';
import { createSpanId, createTraceId } from '../context/random-ids.ts';

/**
 * The span of a call that is not sampled: nothing of it is written, and its ids go on. They are made
 * when somebody asks: many a call that is served makes no other, and writes no line.
 */
export class UnsampledSpan implements Span {
  readonly #parent: SpanContext | undefined;
  #context: SpanContext | undefined;

  /** @param parent of its trace; without one it begins a trace. */
  constructor(parent: SpanContext | undefined) {
    this.#parent = parent;
  }

  spanContext(): SpanContext {
    return (this.#context ??= this.#createContext());
  }

  isRecording(): boolean {
    return false;
  }

  setAttribute(): this {
    return this;
  }

  setAttributes(): this {
    return this;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  recordException(): void {}

  end(): void {}

  #createContext(): SpanContext {
    const parent = this.#parent;
    const traceId = parent?.traceId ?? createTraceId();
    const context = { traceId, spanId: createSpanId(), traceFlags: TraceFlags.NONE };
    const traceState = parent?.traceState;
    return traceState === undefined ? context : { ...context, traceState };
  }
}
