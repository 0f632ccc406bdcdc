import type { SpanContext } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { toHrTime } from '../export/hr-time.ts';

type Attributes = ReadableLogRecord['attributes'];

/** Of the OpenTelemetry log data model. */
const severities: Readonly<Record<string, number>> = {
  ...{ trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 },
};

const instrumentationScope = { name: '@ballast/logging' };

/** A line of the logger as a log record; what is no line of it becomes the body as it stands. */
export function parseLogLine(line: string, resource: Resource): ReadableLogRecord {
  const fields = readFields(line);
  const { level, time, message, trace_id, span_id, service: _, pid: __, ...rest } = fields;
  const hrTime = toHrTime(readTimeMs(time));
  const severity = typeof level === 'string' ? level : 'info';
  const spanContext = findSpan(trace_id, span_id);
  return {
    hrTime,
    hrTimeObserved: hrTime,
    severityText: severity,
    severityNumber: severities[severity] ?? 9,
    body: typeof message === 'string' ? message : line.trimEnd(),
    attributes: rest as Attributes,
    resource,
    instrumentationScope,
    droppedAttributesCount: 0,
    ...(spanContext !== undefined && { spanContext }),
  };
}

function readFields(line: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

function findSpan(traceId: unknown, spanId: unknown): SpanContext | undefined {
  if (typeof traceId !== 'string' || typeof spanId !== 'string') return undefined;
  return { traceId, spanId, traceFlags: 1 };
}

/** Of the line, in milliseconds since the epoch; now, where it says none. */
function readTimeMs(time: unknown): number {
  const ms = typeof time === 'string' ? Date.parse(time) : NaN;
  return Number.isNaN(ms) ? Date.now() : ms;
}
