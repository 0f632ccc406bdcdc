import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { Attributes, AttributeValue } from '../api/traces.ts';
import {
  endOfMessage,
  readAnyValue,
  readKeyValue,
  readTimeMs,
  requireMessage,
} from './attribute-values.ts';
import { readHex, readResource } from './protobuf-spans.ts';
import type { Batch, LogOfBatch, ReceivedLog } from './received.ts';
import { findSource } from './source.ts';

/**
 * Reads `ExportLogsServiceRequest`.
 *
 * @throws Error where it is not one
 */
export function readProtobufLogs(body: Buffer): Batch<LogOfBatch> {
  const reader = new BinaryReader(body);
  const items: LogOfBatch[] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) {
      requireMessage(wireType);
      readResourceLogs(reader, items);
    } else reader.skip(wireType, field);
  }
  return { items, rejected: 0 };
}

function readResourceLogs(reader: BinaryReader, items: LogOfBatch[]): void {
  const end = endOfMessage(reader);
  const logs: ReceivedLog[] = [];
  let attributes: Attributes = {};
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (field === 1) attributes = readResource(reader);
    else if (field === 2) readScopeLogs(reader, logs);
    else reader.skip(wireType, field);
  }
  const source = findSource(attributes);
  items.push(...logs.map((log) => ({ log, source })));
}

function readScopeLogs(reader: BinaryReader, logs: ReceivedLog[]): void {
  const end = endOfMessage(reader);
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (field === 2) logs.push(readLog(reader));
    else reader.skip(wireType, field);
  }
}

function readLog(reader: BinaryReader): ReceivedLog {
  const end = endOfMessage(reader);
  const attributes: Record<string, AttributeValue> = {};
  const log = { traceId: '', spanId: '', atMs: 0, severity: 0, text: '', attributes };
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    switch (field) {
      case 1:
        log.atMs = readTimeMs(reader);
        break;
      case 11: {
        // When it was observed, for where nobody says when it happened.
        const observedAtMs = readTimeMs(reader);
        if (log.atMs === 0) log.atMs = observedAtMs;
        break;
      }
      case 2:
        log.severity = reader.int32();
        break;
      case 5:
        log.text = String(readAnyValue(reader));
        break;
      case 6:
        readKeyValue(reader, attributes);
        break;
      case 9:
        log.traceId = readHex(reader);
        break;
      case 10:
        log.spanId = readHex(reader);
        break;
      default:
        reader.skip(wireType, field);
    }
  }
  return log;
}
