/** The query of `GET /api/traces`; what is absent does not narrow. */
export interface TraceQuery {
  /** A span of this service is in it. */
  readonly service?: string;
  /** A span's name holds this text, upper and lower case alike. */
  readonly method?: string;
  readonly status?: 'ok' | 'error';
  readonly minMs?: number;
  readonly orderId?: string;
  /** A trace id, or text in names, attributes, status messages or logs. */
  readonly text?: string;
  /** With attempts beyond the first. */
  readonly retried?: 'true';
  /** Default 50; at most 200. */
  readonly limit?: number;
}

export interface TraceList {
  /** Youngest first. */
  readonly traces: readonly TraceSummary[];
  /** How many match, listed or not. */
  readonly matched: number;
  /** For choosing: what the window holds. */
  readonly services: readonly string[];
  readonly methods: readonly string[];
}

export interface TraceSummary {
  readonly traceId: string;
  readonly startAtMs: number;
  /** Of the span that began it, once that has come; others may end later. */
  readonly durationMs: number;
  /** Of the span that began it. */
  readonly service: string;
  readonly name: string;
  readonly spans: number;
  /** In the order of their first span. */
  readonly services: readonly string[];
  readonly isError: boolean;
  /** Why, where it is one: `UNAVAILABLE: …`. */
  readonly error?: string;
  readonly orderId?: string;
  /** Attempts beyond the first. */
  readonly retries: number;
  readonly hedges: number;
}

export interface Trace extends TraceSummary {
  /** Parents before children, children by their start. */
  readonly tree: readonly Span[];
  readonly logs: readonly LogLine[];
  /** What the duration was spent on; in order of time, without overlap. */
  readonly criticalPath: readonly CriticalSegment[];
  /** Traces that continue it, or that it continues, by links of their spans. */
  readonly linked: readonly TraceSummary[];
}

export type AttributeValue = string | number | boolean | readonly (string | number | boolean)[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface Span {
  readonly spanId: string;
  /** Empty: none. Where it is not in the tree, the parent was never received. */
  readonly parentSpanId: string;
  /** 0 for roots. */
  readonly depth: number;
  readonly service: string;
  readonly replica: string;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** After the start of the trace. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage: string;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  /** Where the span is an attempt of a call. */
  readonly attempt?: AttemptOfSpan;
}

export interface AttemptOfSpan {
  /** The first one is 1. */
  readonly number: number;
  readonly kind: 'first' | 'retry' | 'hedge' | 'transparent';
  readonly address: string;
  /** Who is there; empty where the console does not know. */
  readonly replica: string;
  /** Why the balancer chose it, in words; empty where it does not say. */
  readonly pickReason: string;
}

export interface SpanEvent {
  readonly name: string;
  /** After the start of the trace. */
  readonly atMs: number;
  readonly attributes: Attributes;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

export interface LogLine {
  /** Empty where it is of no span. */
  readonly spanId: string;
  /** After the start of the trace. */
  readonly atMs: number;
  readonly service: string;
  readonly replica: string;
  readonly severity: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
  readonly attributes: Attributes;
}

/** From `startMs` to `endMs` the trace waited for this span's own work. After the start of the trace. */
export interface CriticalSegment {
  readonly spanId: string;
  readonly startMs: number;
  readonly endMs: number;
}
