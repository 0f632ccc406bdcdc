// xds.data.orca.v3.OrcaLoadReport (gRFC A51), read and written by hand: five doubles and maps of
// doubles do not need a protobuf library, and this runs once per call.

/** The trailer that carries a report, the same in every gRPC language. */
export const LOAD_REPORT_TRAILER = 'endpoint-load-metrics-bin';

/** Named metric: calls that the server is working on, the answered one no longer counted. */
export const IN_FLIGHT_METRIC = 'ballast.in_flight';
/** Named metric: what recent calls took in the server, in milliseconds. */
export const LATENCY_METRIC = 'ballast.latency_ms';

/** What a server says of its load. 0 and an empty map mean "not said". */
export interface LoadReport {
  cpuUtilization: number;
  memoryUtilization: number;
  applicationUtilization: number;
  requestsPerSecond: number;
  errorsPerSecond: number;
  /** Resources' utilization by name, 0–1. */
  readonly utilization: Map<string, number>;
  /** The application's own figures by name. */
  readonly namedMetrics: Map<string, number>;
}

const VARINT = 0;
const FIXED_64 = 1;
const DELIMITED = 2;
const FIXED_32 = 5;

// Field numbers of orca_load_report.proto.
const CPU = 1;
const MEMORY = 2;
const UTILIZATION = 5;
const REQUESTS_PER_SECOND = 6;
const ERRORS_PER_SECOND = 7;
const NAMED_METRICS = 8;
const APPLICATION = 9;

export function emptyLoadReport(): LoadReport {
  return {
    cpuUtilization: 0,
    memoryUtilization: 0,
    applicationUtilization: 0,
    requestsPerSecond: 0,
    errorsPerSecond: 0,
    utilization: new Map(),
    namedMetrics: new Map(),
  };
}

export function encodeLoadReport(report: LoadReport): Buffer {
  const bytes: number[] = [];
  writeDouble(bytes, CPU, report.cpuUtilization);
  writeDouble(bytes, MEMORY, report.memoryUtilization);
  writeMap(bytes, UTILIZATION, report.utilization);
  writeDouble(bytes, REQUESTS_PER_SECOND, report.requestsPerSecond);
  writeDouble(bytes, ERRORS_PER_SECOND, report.errorsPerSecond);
  writeMap(bytes, NAMED_METRICS, report.namedMetrics);
  writeDouble(bytes, APPLICATION, report.applicationUtilization);
  return Buffer.from(bytes);
}

/** Undefined for bytes that are no report: a broken trailer must not fail the call. */
export function decodeLoadReport(bytes: Buffer): LoadReport | undefined {
  const report = emptyLoadReport();
  const reader = { bytes, at: 0 };
  try {
    while (reader.at < bytes.length) readField(reader, report);
    return report;
  } catch {
    return undefined;
  }
}

interface Reader {
  readonly bytes: Buffer;
  at: number;
}

function readField(reader: Reader, report: LoadReport): void {
  const tag = readVarint(reader);
  const field = tag >>> 3;
  const wireType = tag & 7;
  if (wireType === FIXED_64) {
    const value = readDouble(reader);
    if (field === CPU) report.cpuUtilization = value;
    else if (field === MEMORY) report.memoryUtilization = value;
    else if (field === REQUESTS_PER_SECOND) report.requestsPerSecond = value;
    else if (field === ERRORS_PER_SECOND) report.errorsPerSecond = value;
    else if (field === APPLICATION) report.applicationUtilization = value;
    return;
  }
  if (wireType === DELIMITED && field === NAMED_METRICS) readEntry(reader, report.namedMetrics);
  else if (wireType === DELIMITED && field === UTILIZATION) readEntry(reader, report.utilization);
  else skip(reader, wireType);
}

function readEntry(reader: Reader, entries: Map<string, number>): void {
  const length = readVarint(reader);
  const end = reader.at + length;
  if (end > reader.bytes.length) throw new RangeError('truncated');
  let name = '';
  let value = 0;
  while (reader.at < end) {
    const tag = readVarint(reader);
    if (tag === ((1 << 3) | DELIMITED)) {
      const nameLength = readVarint(reader);
      name = reader.bytes.toString('utf8', reader.at, reader.at + nameLength);
      reader.at += nameLength;
    } else if (tag === ((2 << 3) | FIXED_64)) value = readDouble(reader);
    else skip(reader, tag & 7);
  }
  entries.set(name, value);
}

function readDouble(reader: Reader): number {
  const value = reader.bytes.readDoubleLE(reader.at);
  reader.at += 8;
  return value;
}

function readVarint(reader: Reader): number {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = reader.bytes[reader.at];
    if (byte === undefined) throw new RangeError('truncated');
    reader.at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new RangeError('varint of more than ten bytes');
}

function skip(reader: Reader, wireType: number): void {
  if (wireType === VARINT) readVarint(reader);
  else if (wireType === FIXED_64) reader.at += 8;
  else if (wireType === FIXED_32) reader.at += 4;
  else if (wireType === DELIMITED) {
    const length = readVarint(reader);
    reader.at += length;
  } else throw new RangeError(`wire type ${wireType}`);
  if (reader.at > reader.bytes.length) throw new RangeError('truncated');
}

function writeDouble(bytes: number[], field: number, value: number): void {
  if (value === 0) return;
  bytes.push((field << 3) | FIXED_64);
  scratch.writeDoubleLE(value, 0);
  bytes.push(...scratch);
}

function writeMap(bytes: number[], field: number, entries: ReadonlyMap<string, number>): void {
  for (const [name, value] of entries) {
    const entry: number[] = [];
    const text = Buffer.from(name);
    entry.push((1 << 3) | DELIMITED);
    writeVarint(entry, text.length);
    entry.push(...text);
    writeDouble(entry, 2, value);
    bytes.push((field << 3) | DELIMITED);
    writeVarint(bytes, entry.length);
    bytes.push(...entry);
  }
}

function writeVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
}

const scratch = Buffer.alloc(8);
