import type { OrderState } from '../api/shop.ts';
import type { TraceSummary } from '../api/traces.ts';
import type { EncodedSpan, LogOfBatch } from '../otlp/received.ts';
import type { SpanFacts } from './span-facts.ts';

/** What one span takes besides its bytes: its object, its place in lists. Estimated. */
const SPAN_OVERHEAD_BYTES = 120;
const LOG_OVERHEAD_BYTES = 400;
const TRACE_OVERHEAD_BYTES = 1200;

/** All that is kept of one trace; grows as its spans come in, in whatever order. */
export class TraceRecord {
  readonly traceId: string;
  /** When it joined the queue that it stands in. */
  queuedAtMs: number;
  readonly spans: EncodedSpan[] = [];
  readonly logs: LogOfBatch[] = [];
  readonly names = new Set<string>();
  readonly #services = new Map<string, number>();
  bytes = TRACE_OVERHEAD_BYTES;
  startAtMs = Infinity;
  endAtMs = -Infinity;
  /** Of the first span that failed; the trace itself may have come to a good end. */
  error = '';
  /** Whoever asked was not served, even after repeats. */
  isError = false;
  orderId = '';
  orderState: OrderState | undefined;
  retries = 0;
  hedges = 0;
  #root: SpanFacts | undefined;

  constructor(traceId: string, queuedAtMs: number) {
    this.traceId = traceId;
    this.queuedAtMs = queuedAtMs;
  }

  get durationMs(): number {
    return Math.max(0, this.endAtMs - this.startAtMs);
  }

  /** The span that began it, of those that have come. */
  get root(): SpanFacts | undefined {
    return this.#root;
  }

  has(service: string): boolean {
    return this.#services.has(service);
  }

  addSpan(facts: SpanFacts, encoded: EncodedSpan): void {
    const { span, source, attempt } = facts;
    this.spans.push(encoded);
    this.bytes += encoded.text.length + SPAN_OVERHEAD_BYTES;
    this.startAtMs = Math.min(this.startAtMs, span.startAtMs);
    this.endAtMs = Math.max(this.endAtMs, span.endAtMs);
    this.names.add(span.name);
    const firstAtMs = this.#services.get(source.service) ?? Infinity;
    this.#services.set(source.service, Math.min(firstAtMs, span.startAtMs));
    if (facts.isError && this.error === '') this.error = facts.error;
    if (isFinal(facts)) this.isError = true;
    if (facts.orderId !== '') this.orderId = facts.orderId;
    this.orderState ??= facts.orderState;
    if (attempt?.kind === 'hedge') this.hedges += 1;
    else if (attempt !== undefined && attempt.kind !== 'first') this.retries += 1;
    if (this.#root === undefined || isNearerToRoot(facts, this.#root)) this.#root = facts;
  }

  addLog(log: LogOfBatch): void {
    this.logs.push(log);
    this.bytes += log.log.text.length + LOG_OVERHEAD_BYTES;
  }

  summarize(): TraceSummary {
    const root = this.#root;
    return {
      traceId: this.traceId,
      startAtMs: Number.isFinite(this.startAtMs) ? this.startAtMs : this.queuedAtMs,
      durationMs: this.durationMs,
      service: root?.source.service ?? '',
      name: root?.span.name ?? '',
      spans: this.spans.length,
      services: [...this.#services].sort(([, one], [, other]) => one - other).map(([name]) => name),
      isError: this.isError,
      ...(this.error === '' ? {} : { error: this.error }),
      ...(this.orderId === '' ? {} : { orderId: this.orderId }),
      retries: this.retries,
      hedges: this.hedges,
    };
  }
}

/** A failed attempt may be repeated, and its server knows nothing of that. */
function isFinal({ isError, role, span }: SpanFacts): boolean {
  return isError && (span.parentSpanId === '' || (role !== 'attempt' && role !== 'server'));
}

/** A span without parent is the root; among others it is who starts first. */
function isNearerToRoot({ span }: SpanFacts, { span: other }: SpanFacts): boolean {
  const isRoot = span.parentSpanId === '';
  const isOtherRoot = other.parentSpanId === '';
  return isRoot === isOtherRoot ? span.startAtMs < other.startAtMs : isRoot;
}
