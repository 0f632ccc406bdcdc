import type { OrderState } from '../api/shop.ts';
import type { TraceSummary } from '../api/traces.ts';
import type { EncodedSpan, LogOfBatch } from '../otlp/received.ts';
import type { SpanFacts } from './span-facts.ts';
import { bytesOfLog, bytesOfText } from './stored-bytes.ts';

/** What one span takes besides its bytes: its object, its place in lists. Estimated. */
const SPAN_OVERHEAD_BYTES = 120;
const TRACE_OVERHEAD_BYTES = 1200;

/** What is remembered of the span that began a trace: its attributes stay among the bytes. */
interface Beginning {
  readonly service: string;
  readonly name: string;
  readonly startAtMs: number;
  readonly endAtMs: number;
  readonly rank: number;
}

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
  #firstAtMs = Infinity;
  #lastAtMs = -Infinity;
  /** Of the first span that failed; the trace itself may have come to a good end. */
  error = '';
  /** Whoever asked was not served, even after repeats. */
  isError = false;
  orderId = '';
  orderState: OrderState | undefined;
  retries = 0;
  hedges = 0;
  #beginning: Beginning | undefined;

  constructor(traceId: string, queuedAtMs: number) {
    this.traceId = traceId;
    this.queuedAtMs = queuedAtMs;
  }

  /** When its root began; until that has come, the first of its spans. Infinite without spans. */
  get startAtMs(): number {
    return this.#root?.startAtMs ?? this.#firstAtMs;
  }

  /**
   * How long whoever asked has waited: as long as the root took. A server that was frozen may end its
   * span long after that. Until the root has come, up to the end of the last span.
   */
  get durationMs(): number {
    const { startAtMs, endAtMs } = this.#root ?? {
      ...{ startAtMs: this.#firstAtMs, endAtMs: this.#lastAtMs },
    };
    return Math.max(0, endAtMs - startAtMs);
  }

  has(service: string): boolean {
    return this.#services.has(service);
  }

  addSpan(facts: SpanFacts, encoded: EncodedSpan): void {
    const { span, source, attempt } = facts;
    this.spans.push(encoded);
    this.bytes += bytesOfText(encoded.text) + SPAN_OVERHEAD_BYTES;
    this.#firstAtMs = Math.min(this.#firstAtMs, span.startAtMs);
    this.#lastAtMs = Math.max(this.#lastAtMs, span.endAtMs);
    if (!this.names.has(span.name)) {
      this.names.add(span.name);
      this.bytes += bytesOfText(span.name);
    }
    const firstAtMs = this.#services.get(source.service) ?? Infinity;
    this.#services.set(source.service, Math.min(firstAtMs, span.startAtMs));
    if (facts.isError && this.error === '') {
      this.error = facts.error;
      this.bytes += bytesOfText(facts.error);
    }
    if (isFinal(facts)) this.isError = true;
    if (facts.orderId !== '') this.orderId = facts.orderId;
    this.orderState ??= facts.orderState;
    if (attempt?.kind === 'hedge') this.hedges += 1;
    else if (attempt !== undefined && attempt.kind !== 'first') this.retries += 1;
    this.#beginning = findEarlier(this.#beginning, facts);
  }

  addLog(log: LogOfBatch): void {
    this.logs.push(log);
    this.bytes += bytesOfLog(log.log);
  }

  summarize(): TraceSummary {
    const { startAtMs } = this;
    return {
      traceId: this.traceId,
      startAtMs: Number.isFinite(startAtMs) ? startAtMs : this.queuedAtMs,
      durationMs: this.durationMs,
      service: this.#beginning?.service ?? '',
      name: this.#beginning?.name ?? '',
      spans: this.spans.length,
      services: [...this.#services].sort(([, one], [, other]) => one - other).map(([name]) => name),
      isError: this.isError,
      ...(this.error === '' ? {} : { error: this.error }),
      ...(this.orderId === '' ? {} : { orderId: this.orderId }),
      retries: this.retries,
      hedges: this.hedges,
    };
  }

  get #root(): Beginning | undefined {
    const beginning = this.#beginning;
    return beginning !== undefined && beginning.rank >= ROOT_RANK ? beginning : undefined;
  }
}

/** A failed attempt may be repeated, and its server knows nothing of that. */
function isFinal({ isError, role, span }: SpanFacts): boolean {
  return isError && (span.parentSpanId === '' || (role !== 'attempt' && role !== 'server'));
}

const ROOT_RANK = 1;

/**
 * A span without parent is the root. Where the trace began elsewhere, with a page of the console or in
 * a browser, that span is never sent: then it is the request that came by HTTP.
 */
function rankOf({ span, role }: SpanFacts): number {
  if (span.parentSpanId === '') return ROOT_RANK + 1;
  return role === 'http' ? ROOT_RANK : 0;
}

function findEarlier(known: Beginning | undefined, facts: SpanFacts): Beginning {
  const { source, span } = facts;
  const rank = rankOf(facts);
  const isEarlier =
    known === undefined ||
    (rank === known.rank ? span.startAtMs < known.startAtMs : rank > known.rank);
  if (!isEarlier) return known;
  const { name, startAtMs, endAtMs } = span;
  return { ...{ name, startAtMs, endAtMs, rank }, service: source.service };
}
