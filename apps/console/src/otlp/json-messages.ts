import type { Attributes, AttributeValue } from '../api/traces.ts';
import type { Batch, LogOfBatch, SpanOfBatch, WholeSpan } from './received.ts';
import { findSource } from './source.ts';

// OTLP/JSON: proto3's JSON with lowerCamelCase names, ids in hex and enums as numbers.
// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding

type Message = Readonly<Record<string, unknown>>;

/** Reads `ExportTraceServiceRequest`. */
export function readJsonSpans(body: unknown): Batch<SpanOfBatch> {
  const items: SpanOfBatch[] = [];
  let rejected = 0;
  for (const group of listOf(body, 'resourceSpans')) {
    const source = findSource(attributesOf(group['resource']));
    for (const json of listOf(group, 'scopeSpans').flatMap((scope) => listOf(scope, 'spans'))) {
      const span = readJsonSpan(json);
      if (span.traceId.length !== 32 || span.spanId.length !== 16) rejected += 1;
      else items.push({ span, encoded: { form: 'json', text: JSON.stringify(json), source } });
    }
  }
  return { items, rejected };
}

/** All of a span, from what {@link readJsonSpans} kept of it. */
export function readJsonSpan(json: unknown): WholeSpan {
  const status = messageOf(json, 'status');
  return {
    traceId: textOf(json, 'traceId').toLowerCase(),
    spanId: textOf(json, 'spanId').toLowerCase(),
    parentSpanId: textOf(json, 'parentSpanId').toLowerCase(),
    name: textOf(json, 'name'),
    kind: numberOf(json, 'kind'),
    startAtMs: numberOf(json, 'startTimeUnixNano') / 1e6,
    endAtMs: numberOf(json, 'endTimeUnixNano') / 1e6,
    attributes: attributesOf(json),
    status: numberOf(status, 'code'),
    statusMessage: textOf(status, 'message'),
    events: listOf(json, 'events').map((event) => ({
      name: textOf(event, 'name'),
      atMs: numberOf(event, 'timeUnixNano') / 1e6,
      attributes: attributesOf(event),
    })),
    links: listOf(json, 'links').map((link) => ({
      traceId: textOf(link, 'traceId').toLowerCase(),
      spanId: textOf(link, 'spanId').toLowerCase(),
      attributes: attributesOf(link),
    })),
  };
}

/** Reads `ExportLogsServiceRequest`. */
export function readJsonLogs(body: unknown): Batch<LogOfBatch> {
  const items = listOf(body, 'resourceLogs').flatMap((group) => {
    const source = findSource(attributesOf(group['resource']));
    const logs = listOf(group, 'scopeLogs').flatMap((scope) => listOf(scope, 'logRecords'));
    return logs.map((json) => ({
      source,
      log: {
        traceId: textOf(json, 'traceId').toLowerCase(),
        spanId: textOf(json, 'spanId').toLowerCase(),
        atMs: (numberOf(json, 'timeUnixNano') || numberOf(json, 'observedTimeUnixNano')) / 1e6,
        severity: numberOf(json, 'severityNumber'),
        text: String(anyValueOf(json['body'])),
        attributes: attributesOf(json),
      },
    }));
  });
  return { items, rejected: 0 };
}

export function listOf(message: unknown, key: string): readonly Message[] {
  const list = (message as Message | null | undefined)?.[key];
  return Array.isArray(list)
    ? list.filter((each) => typeof each === 'object' && each !== null)
    : [];
}

export function messageOf(message: unknown, key: string): unknown {
  return (message as Message | null | undefined)?.[key];
}

export function textOf(message: unknown, key: string): string {
  const value = messageOf(message, key);
  return typeof value === 'string' ? value : '';
}

/** 64-bit numbers come as text. */
export function numberOf(message: unknown, key: string): number {
  const value = Number(messageOf(message, key) ?? 0);
  return Number.isFinite(value) ? value : 0;
}

export function attributesOf(message: unknown): Attributes {
  const pairs = listOf(message, 'attributes');
  return Object.fromEntries(pairs.map((pair) => [textOf(pair, 'key'), anyValueOf(pair['value'])]));
}

function anyValueOf(value: unknown): AttributeValue {
  const [kind, content] = Object.entries((value as Message | null | undefined) ?? {})[0] ?? [];
  switch (kind) {
    case 'stringValue':
    case 'bytesValue':
      return String(content);
    case 'boolValue':
      return content === true;
    case 'intValue':
    case 'doubleValue':
      return Number(content);
    case 'arrayValue':
      return listOf(content, 'values').map((each) => {
        const item = anyValueOf(each);
        return typeof item === 'object' ? JSON.stringify(item) : item;
      });
    case 'kvlistValue':
      return JSON.stringify(
        Object.fromEntries(
          listOf(content, 'values').map((pair) => [textOf(pair, 'key'), anyValueOf(pair['value'])]),
        ),
      );
    default:
      return '';
  }
}
