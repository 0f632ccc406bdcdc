import type { EncodedSpan, LogOfBatch } from '../otlp/received.ts';
import type { SpanFacts } from './span-facts.ts';
import { TraceRecord } from './trace-record.ts';

/** How much is kept. */
export interface WindowLimits {
  /** Of spans and logs together, about. Default 32 MiB; at least 64 KiB. */
  readonly maxBytes: number;
  /** How long a trace is kept, from its first span. Default 5 minutes. */
  readonly maxAgeMs: number;
  /** The same for what people look for: errors, repeats, slow ones. Default 30 minutes. */
  readonly maxTellingAgeMs: number;
  /** From here on a trace is slow. Default 500 ms. */
  readonly slowMs: number;
  /** More spans of one trace find no room. Default 2000. */
  readonly maxSpansOfTrace: number;
}

export const WINDOW_LIMITS: WindowLimits = {
  maxBytes: 32 * 1024 * 1024,
  maxAgeMs: 300_000,
  maxTellingAgeMs: 1_800_000,
  slowMs: 500,
  maxSpansOfTrace: 2000,
};

/**
 * The traces of the last minutes, within a bound of bytes and of age. Whole traces go, the oldest
 * first; those that tell something may fill half of the room, and outlive the others.
 */
export class TraceWindow {
  readonly #limits: WindowLimits;
  /** Both in the order in which the traces joined them: a Map keeps it. */
  readonly #plain = new Map<string, TraceRecord>();
  readonly #telling = new Map<string, TraceRecord>();
  #bytes = 0;
  #tellingBytes = 0;
  #spans = 0;
  #logs = 0;
  #spansDropped = 0;
  #refused = 0;

  constructor(limits: WindowLimits = WINDOW_LIMITS) {
    this.#limits = limits;
  }

  get stats() {
    return {
      traces: this.#plain.size + this.#telling.size,
      spans: this.#spans,
      logs: this.#logs,
      bytes: this.#bytes,
      maxBytes: this.#limits.maxBytes,
      spansDropped: this.#spansDropped,
      refused: this.#refused,
    };
  }

  get oldestAtMs(): number | null {
    const [plain] = this.#plain.values();
    const [telling] = this.#telling.values();
    const oldest = Math.min(plain?.queuedAtMs ?? Infinity, telling?.queuedAtMs ?? Infinity);
    return Number.isFinite(oldest) ? oldest : null;
  }

  find(traceId: string): TraceRecord | undefined {
    return this.#plain.get(traceId) ?? this.#telling.get(traceId);
  }

  /** Youngest first; those of which there is a span. */
  list(): TraceRecord[] {
    return [...this.#plain.values(), ...this.#telling.values()]
      .filter(({ spans }) => spans.length > 0)
      .sort((one, other) => other.startAtMs - one.startAtMs);
  }

  add(facts: SpanFacts, encoded: EncodedSpan, nowMs: number): void {
    const record = this.#recordOf(facts.span.traceId, nowMs);
    if (record.spans.length >= this.#limits.maxSpansOfTrace) {
      this.#refused += 1;
      return;
    }
    this.#change(record, nowMs, () => record.addSpan(facts, encoded));
    this.#spans += 1;
    this.#makeRoom();
  }

  /** A line may come before the first span of its trace, which is sent when it has ended. */
  addLog(log: LogOfBatch, nowMs: number): void {
    const record = this.#recordOf(log.log.traceId, nowMs);
    if (record.logs.length >= this.#limits.maxSpansOfTrace) {
      this.#refused += 1;
      return;
    }
    this.#change(record, nowMs, () => record.addLog(log));
    this.#logs += 1;
    this.#makeRoom();
  }

  /** What could not even be read. */
  countRefused(count: number): void {
    this.#refused += count;
  }

  /** Lets go of what is too old. */
  sweep(nowMs: number): void {
    this.#sweep(this.#plain, nowMs - this.#limits.maxAgeMs);
    this.#sweep(this.#telling, nowMs - this.#limits.maxTellingAgeMs);
  }

  #recordOf(traceId: string, nowMs: number): TraceRecord {
    const known = this.find(traceId);
    if (known !== undefined) return known;
    const record = new TraceRecord(traceId, nowMs);
    this.#plain.set(traceId, record);
    this.#bytes += record.bytes;
    return record;
  }

  #change(record: TraceRecord, nowMs: number, change: () => void): void {
    const before = record.bytes;
    change();
    const grownBytes = record.bytes - before;
    this.#bytes += grownBytes;
    if (this.#telling.has(record.traceId)) this.#tellingBytes += grownBytes;
    else if (this.#isTelling(record)) {
      this.#plain.delete(record.traceId);
      record.queuedAtMs = nowMs;
      this.#telling.set(record.traceId, record);
      this.#tellingBytes += record.bytes;
    }
  }

  #isTelling({ error, retries, hedges, durationMs }: TraceRecord): boolean {
    return error !== '' || retries + hedges > 0 || durationMs >= this.#limits.slowMs;
  }

  #makeRoom(): void {
    const { maxBytes } = this.#limits;
    while (this.#bytes > maxBytes) {
      const [plain] = this.#plain.values();
      const [telling] = this.#telling.values();
      const isTellingsTurn = plain === undefined || this.#tellingBytes > maxBytes / 2;
      const victim = isTellingsTurn ? (telling ?? plain) : plain;
      if (victim === undefined) return;
      this.#drop(victim);
    }
  }

  #sweep(records: ReadonlyMap<string, TraceRecord>, bornBeforeMs: number): void {
    for (const record of records.values()) {
      if (record.queuedAtMs >= bornBeforeMs) return;
      this.#drop(record);
    }
  }

  #drop(record: TraceRecord): void {
    this.#plain.delete(record.traceId);
    if (this.#telling.delete(record.traceId)) this.#tellingBytes -= record.bytes;
    this.#bytes -= record.bytes;
    this.#spans -= record.spans.length;
    this.#logs -= record.logs.length;
    this.#spansDropped += record.spans.length;
  }
}
