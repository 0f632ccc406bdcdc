import { type BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { Attributes, AttributeValue } from '../api/traces.ts';

// The wire reader is @bufbuild/protobuf's; the few fields that are shown are read by hand, since
// generated types would build some 3 kB of objects for each span, only to be dropped.
// Field numbers: https://github.com/open-telemetry/opentelemetry-proto, release 1.x.

/** Ends a message: where the reader stands, and `length` further. */
export function endOfMessage(reader: BinaryReader): number {
  return reader.uint32() + reader.pos;
}

/** Reads `KeyValue` and keeps it; a nested list is told as JSON text. */
export function readKeyValue(reader: BinaryReader, into: Record<string, AttributeValue>): void {
  const end = endOfMessage(reader);
  let key = '';
  let value: AttributeValue = '';
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (field === 1) key = reader.string();
    else if (field === 2) value = readAnyValue(reader);
    else reader.skip(wireType, field);
  }
  if (key !== '') into[key] = value;
}

/** Reads `AnyValue`. */
export function readAnyValue(reader: BinaryReader): AttributeValue {
  const end = endOfMessage(reader);
  let value: AttributeValue = '';
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    switch (field) {
      case 1:
        value = reader.string();
        break;
      case 2:
        value = reader.bool();
        break;
      case 3:
        value = Number(reader.int64());
        break;
      case 4:
        value = reader.double();
        break;
      case 5:
        value = readArray(reader);
        break;
      case 6:
        value = JSON.stringify(readList(reader));
        break;
      case 7:
        value = Buffer.from(reader.bytes()).toString('base64');
        break;
      default:
        reader.skip(wireType, field);
    }
  }
  return value;
}

/** Milliseconds since 1970 of a `fixed64` of nanoseconds; exact to a quarter of a microsecond. */
export function readTimeMs(reader: BinaryReader): number {
  const low = reader.fixed32();
  return (reader.fixed32() * 4_294_967_296 + low) / 1e6;
}

/** @throws Error where the field is not a message: what is read is not OTLP */
export function requireMessage(wireType: WireType): void {
  if (wireType !== WireType.LengthDelimited) throw new Error('a message was expected');
}

function readArray(reader: BinaryReader): AttributeValue {
  const end = endOfMessage(reader);
  const values: (string | number | boolean)[] = [];
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (field !== 1) reader.skip(wireType, field);
    else {
      const value = readAnyValue(reader);
      values.push(typeof value === 'object' ? JSON.stringify(value) : value);
    }
  }
  return values;
}

function readList(reader: BinaryReader): Attributes {
  const end = endOfMessage(reader);
  const values: Record<string, AttributeValue> = {};
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (field === 1) readKeyValue(reader, values);
    else reader.skip(wireType, field);
  }
  return values;
}
