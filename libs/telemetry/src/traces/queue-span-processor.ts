import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { ExportQueue } from '../export/export-queue.ts';

/** Puts every sampled span that ends into the queue. */
export class QueueSpanProcessor implements SpanProcessor {
  readonly #queue: ExportQueue<ReadableSpan>;
  readonly #flushMs: number;

  constructor(queue: ExportQueue<ReadableSpan>, flushMs: number) {
    this.#queue = queue;
    this.#flushMs = flushMs;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & 1) === 1) this.#queue.add(span);
  }

  forceFlush(): Promise<void> {
    return this.#queue.flush(this.#flushMs);
  }

  shutdown(): Promise<void> {
    return this.#queue.close(this.#flushMs);
  }
}
