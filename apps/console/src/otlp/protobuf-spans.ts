import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { Attributes, AttributeValue, SpanEvent, SpanLink } from '../api/traces.ts';
import { endOfMessage, readKeyValue, readTimeMs, requireMessage } from './attribute-values.ts';
import type { Batch, ReceivedSpan, Source, SpanOfBatch, WholeSpan } from './received.ts';
import { findSource } from './source.ts';

/**
 * Reads `ExportTraceServiceRequest`.
 *
 * @throws Error where it is not one
 */
export function readProtobufSpans(body: Buffer): Batch<SpanOfBatch> {
  const reader = new BinaryReader(body);
  const items: SpanOfBatch[] = [];
  let rejected = 0;
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) {
      requireMessage(wireType);
      rejected += readResourceSpans(reader, body, items);
    } else reader.skip(wireType, field);
  }
  return { items, rejected };
}

/** All of a span, from its own bytes. */
export function readWholeSpan(bytes: Buffer): WholeSpan {
  const events: SpanEvent[] = [];
  const links: SpanLink[] = [];
  const span = readSpan(new BinaryReader(bytes), bytes.length, { events, links });
  return { ...span, events, links };
}

/** The resource may stand behind its spans: it is read first. */
function readResourceSpans(reader: BinaryReader, body: Buffer, items: SpanOfBatch[]): number {
  const end = endOfMessage(reader);
  const start = reader.pos;
  let attributes: Attributes = {};
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (field === 1) attributes = readResource(reader);
    else reader.skip(wireType, field);
  }
  const source = findSource(attributes);
  let rejected = 0;
  reader.pos = start;
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (field === 2) rejected += readScopeSpans(reader, body, source, items);
    else reader.skip(wireType, field);
  }
  return rejected;
}

export function readResource(reader: BinaryReader): Attributes {
  const end = endOfMessage(reader);
  const attributes: Record<string, AttributeValue> = {};
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (field === 1) readKeyValue(reader, attributes);
    else reader.skip(wireType, field);
  }
  return attributes;
}

function readScopeSpans(
  reader: BinaryReader,
  body: Buffer,
  source: Source,
  items: SpanOfBatch[],
): number {
  const end = endOfMessage(reader);
  let rejected = 0;
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (field !== 2) {
      reader.skip(wireType, field);
      continue;
    }
    const spanEnd = endOfMessage(reader);
    const text = body.toString('latin1', reader.pos, spanEnd);
    const span = readSpan(reader, spanEnd);
    if (span.traceId.length !== 32 || span.spanId.length !== 16) rejected += 1;
    else items.push({ span, encoded: { form: 'protobuf', text, source } });
  }
  return rejected;
}

interface Extras {
  readonly events: SpanEvent[];
  readonly links: SpanLink[];
}

function readSpan(reader: BinaryReader, end: number, extras?: Extras): ReceivedSpan {
  const attributes: Record<string, AttributeValue> = {};
  const span = {
    ...{ traceId: '', spanId: '', parentSpanId: '', name: '', kind: 0, startAtMs: 0, endAtMs: 0 },
    ...{ attributes, status: 0, statusMessage: '' },
  };
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    switch (field) {
      case 1:
        span.traceId = readHex(reader);
        break;
      case 2:
        span.spanId = readHex(reader);
        break;
      case 4:
        span.parentSpanId = readHex(reader);
        break;
      case 5:
        span.name = reader.string();
        break;
      case 6:
        span.kind = reader.int32();
        break;
      case 7:
        span.startAtMs = readTimeMs(reader);
        break;
      case 8:
        span.endAtMs = readTimeMs(reader);
        break;
      case 9:
        readKeyValue(reader, attributes);
        break;
      case 15:
        readStatus(reader, span);
        break;
      default:
        if (field === 11 && extras !== undefined) extras.events.push(readEvent(reader));
        else if (field === 13 && extras !== undefined) extras.links.push(readLink(reader));
        else reader.skip(wireType, field);
    }
  }
  return span;
}

function readStatus(reader: BinaryReader, span: { status: number; statusMessage: string }): void {
  const end = endOfMessage(reader);
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (field === 2) span.statusMessage = reader.string();
    else if (field === 3) span.status = reader.int32();
    else reader.skip(wireType, field);
  }
}

function readEvent(reader: BinaryReader): SpanEvent {
  const end = endOfMessage(reader);
  const attributes: Record<string, AttributeValue> = {};
  const event = { name: '', atMs: 0, attributes };
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (field === 1) event.atMs = readTimeMs(reader);
    else if (field === 2) event.name = reader.string();
    else if (field === 3) readKeyValue(reader, attributes);
    else reader.skip(wireType, field);
  }
  return event;
}

function readLink(reader: BinaryReader): SpanLink {
  const end = endOfMessage(reader);
  const attributes: Record<string, AttributeValue> = {};
  const link = { traceId: '', spanId: '', attributes };
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (field === 1) link.traceId = readHex(reader);
    else if (field === 2) link.spanId = readHex(reader);
    else if (field === 4) readKeyValue(reader, attributes);
    else reader.skip(wireType, field);
  }
  return link;
}

export function readHex(reader: BinaryReader): string {
  return Buffer.from(reader.bytes()).toString('hex');
}
