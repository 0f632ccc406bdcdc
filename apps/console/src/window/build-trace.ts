import type { LogLine, Span, Trace, TraceSummary } from '../api/traces.ts';
import { decodeSpan } from '../otlp/decode-span.ts';
import type { EncodedSpan, LogOfBatch } from '../otlp/received.ts';
import { findCriticalPath } from './critical-path.ts';
import { orderTree } from './order-tree.ts';
import { describeSpan } from './span-facts.ts';
import type { TraceRecord } from './trace-record.ts';

/** What a trace alone does not tell. */
export interface TraceSurroundings {
  /** Who is at an address; empty where nobody knows. */
  readonly replicaAt: (address: string) => string;
  readonly summaryOf: (traceId: string) => TraceSummary | undefined;
}

/** All of a trace, for its page. */
export function buildTrace(record: TraceRecord, surroundings: TraceSurroundings): Trace {
  const summary = record.summarize();
  const spans = record.spans.map((encoded) => buildSpan(encoded, summary.startAtMs, surroundings));
  const tree = orderTree(spans).map(({ span, depth }) => ({ ...span, depth }));
  const timed = tree.map((span) => ({ ...span, isError: span.status === 'error' }));
  const linkedIds = new Set(tree.flatMap(({ links }) => links.map(({ traceId }) => traceId)));
  linkedIds.delete(record.traceId);
  return {
    ...summary,
    tree,
    logs: record.logs
      .map((log) => buildLog(log, summary.startAtMs))
      .sort((one, other) => one.atMs - other.atMs),
    criticalPath: findCriticalPath(timed),
    linked: [...linkedIds].flatMap((traceId) => surroundings.summaryOf(traceId) ?? []),
  };
}

const kinds = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const statuses = ['unset', 'ok', 'error'] as const;

function buildSpan(
  encoded: EncodedSpan,
  traceStartAtMs: number,
  { replicaAt }: TraceSurroundings,
): Span {
  const whole = decodeSpan(encoded);
  const { attempt, durationMs } = describeSpan(whole, encoded.source);
  return {
    spanId: whole.spanId,
    parentSpanId: whole.parentSpanId,
    depth: 0,
    ...encoded.source,
    name: whole.name,
    kind: kinds[whole.kind] ?? 'internal',
    startMs: whole.startAtMs - traceStartAtMs,
    durationMs,
    status: statuses[whole.status] ?? 'unset',
    statusMessage: whole.statusMessage,
    attributes: whole.attributes,
    events: whole.events.map((event) => ({ ...event, atMs: event.atMs - traceStartAtMs })),
    links: whole.links,
    ...(attempt && { attempt: { ...attempt, replica: replicaAt(attempt.address) } }),
  };
}

function buildLog({ log, source }: LogOfBatch, traceStartAtMs: number): LogLine {
  const { spanId, atMs, severity, text, attributes } = log;
  return {
    ...{ spanId, text, attributes, ...source },
    atMs: atMs - traceStartAtMs,
    severity:
      severity >= 17
        ? 'error'
        : severity >= 13
          ? 'warn'
          : severity >= 9 || severity === 0
            ? 'info'
            : 'debug',
  };
}
