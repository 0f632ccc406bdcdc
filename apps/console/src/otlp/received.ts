import type { Attributes, SpanEvent, SpanLink } from '../api/traces.ts';

/** Who sent it. */
export interface Source {
  /** `service.name`; `unknown` where it does not say. */
  readonly service: string;
  /** `service.instance.id`, else the pod's name, else host and process. */
  readonly replica: string;
}

/** A span without what only its page shows. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty: none. */
  readonly parentSpanId: string;
  readonly name: string;
  /** `SpanKind` of OTLP: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly startAtMs: number;
  readonly endAtMs: number;
  readonly attributes: Attributes;
  /** `StatusCode` of OTLP: 0 unset, 1 ok, 2 error. */
  readonly status: number;
  readonly statusMessage: string;
}

/** All of a span. Times of its events are absolute. */
export interface WholeSpan extends ReceivedSpan {
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
}

/** A span as it is kept: its own bytes, one a character, which take a fifth of what objects do. */
export interface EncodedSpan {
  readonly form: 'protobuf' | 'json';
  readonly text: string;
  readonly source: Source;
}

export interface ReceivedLog {
  /** Empty: of no trace. */
  readonly traceId: string;
  readonly spanId: string;
  readonly atMs: number;
  /** `SeverityNumber` of OTLP, 1 to 24; 0 unknown. */
  readonly severity: number;
  readonly text: string;
  readonly attributes: Attributes;
}

/** What of a request could be used. */
export interface Batch<T> {
  readonly items: readonly T[];
  /** Without a valid id, or not readable. */
  readonly rejected: number;
}

/** A span of a request, and how to keep it. */
export interface SpanOfBatch {
  readonly span: ReceivedSpan;
  readonly encoded: EncodedSpan;
}

export interface LogOfBatch {
  readonly log: ReceivedLog;
  readonly source: Source;
}
