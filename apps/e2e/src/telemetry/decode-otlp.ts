// Just as much of OTLP's protobuf as the tests look at, read field by field: what programs have sent
// is then held against the wire format itself, not against the library that wrote it.
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

export interface ReceivedLink {
  readonly traceId: string;
  readonly spanId: string;
}

export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  /** As OTLP numbers them: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the root of a trace. */
  readonly parentSpanId: string;
  readonly startNanos: bigint;
  readonly endNanos: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly ReceivedLink[];
  /** 2: an error. */
  readonly statusCode: number;
}

export interface ReceivedLog {
  readonly service: string;
  readonly body: string;
  readonly severity: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Fields = ReadonlyMap<number, readonly (Uint8Array | bigint)[]>;

/** ExportTraceServiceRequest. */
export function decodeSpans(request: Uint8Array): ReceivedSpan[] {
  return messages(readFields(request), 1).flatMap((resourceSpans) => {
    const service = findService(resourceSpans);
    return messages(resourceSpans, 2).flatMap((scope) =>
      messages(scope, 2).map((span) => toSpan(service, span)),
    );
  });
}

/** ExportLogsServiceRequest. */
export function decodeLogs(request: Uint8Array): ReceivedLog[] {
  return messages(readFields(request), 1).flatMap((resourceLogs) => {
    const service = findService(resourceLogs);
    return messages(resourceLogs, 2).flatMap((scope) =>
      messages(scope, 2).map((record) => ({
        service,
        body: String(anyValue(messages(record, 5)[0])),
        severity: text(record, 3),
        traceId: hex(record, 9),
        spanId: hex(record, 10),
        attributes: attributes(record, 6),
      })),
    );
  });
}

/** ExportMetricsServiceRequest: the names alone. */
export function decodeMetricNames(request: Uint8Array): string[] {
  return messages(readFields(request), 1).flatMap((resource) =>
    messages(resource, 2).flatMap((scope) => messages(scope, 2).map((metric) => text(metric, 1))),
  );
}

function toSpan(service: string, span: Fields): ReceivedSpan {
  return {
    service,
    traceId: hex(span, 1),
    spanId: hex(span, 2),
    parentSpanId: hex(span, 4),
    name: text(span, 5),
    kind: Number(number(span, 6)),
    startNanos: number(span, 7),
    endNanos: number(span, 8),
    attributes: attributes(span, 9),
    links: messages(span, 13).map((link) => ({ traceId: hex(link, 1), spanId: hex(link, 2) })),
    statusCode: Number(number(messages(span, 15)[0] ?? new Map(), 3)),
  };
}

function findService(resourceItems: Fields): string {
  const [resource] = messages(resourceItems, 1);
  return resource === undefined ? '' : String(attributes(resource, 1)['service.name']);
}

function attributes(fields: Fields, number: number): Record<string, unknown> {
  const pairs = messages(fields, number).map((pair) => {
    return [text(pair, 1), anyValue(messages(pair, 2)[0])] as const;
  });
  return Object.fromEntries(pairs);
}

/** AnyValue: text, bool, int or double; what else there is the tests do not look at. */
function anyValue(value: Fields | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.has(1)) return text(value, 1);
  if (value.has(2)) return number(value, 2) === 1n;
  if (value.has(3)) return Number(BigInt.asIntN(64, number(value, 3)));
  if (value.has(4)) {
    const bits = new DataView(new ArrayBuffer(8));
    bits.setBigUint64(0, number(value, 4));
    return bits.getFloat64(0);
  }
  return undefined;
}

function readFields(bytes: Uint8Array): Fields {
  const reader = new BinaryReader(bytes);
  const fields = new Map<number, (Uint8Array | bigint)[]>();
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    fields.set(field, [...(fields.get(field) ?? []), readValue(reader, field, type)]);
  }
  return fields;
}

function readValue(reader: BinaryReader, field: number, type: WireType): Uint8Array | bigint {
  switch (type) {
    case WireType.LengthDelimited:
      return reader.bytes();
    case WireType.Bit64:
      return BigInt(reader.fixed64());
    case WireType.Bit32:
      return BigInt(reader.fixed32());
    case WireType.Varint:
      return BigInt(reader.uint64());
    default:
      throw new Error(`OTLP has no wire type ${type} (field ${field})`);
  }
}

function messages(fields: Fields, number: number): Fields[] {
  return (fields.get(number) ?? []).map((bytes) => readFields(bytes as Uint8Array));
}

function text(fields: Fields, number: number): string {
  return new TextDecoder().decode(fields.get(number)?.[0] as Uint8Array | undefined);
}

function hex(fields: Fields, number: number): string {
  return Buffer.from((fields.get(number)?.[0] as Uint8Array | undefined) ?? []).toString('hex');
}

function number(fields: Fields, number: number): bigint {
  return (fields.get(number)?.[0] as bigint | undefined) ?? 0n;
}
