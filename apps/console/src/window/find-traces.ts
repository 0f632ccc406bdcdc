import type { TraceList, TraceQuery } from '../api/traces.ts';
import type { TraceRecord } from './trace-record.ts';

const DEFAULT_LIMIT = 50;
const MAX_NAMES = 200;

/** What of the window matches; `records` youngest first. */
export function findTraces(records: readonly TraceRecord[], query: TraceQuery): TraceList {
  const matches = createMatch(query);
  const found = records.filter(matches);
  const names = new Set(records.flatMap(({ names: some }) => [...some]));
  const services = new Set(records.flatMap((record) => record.summarize().services));
  return {
    traces: found.slice(0, query.limit ?? DEFAULT_LIMIT).map((record) => record.summarize()),
    matched: found.length,
    services: [...services].sort(),
    methods: [...names].sort().slice(0, MAX_NAMES),
  };
}

function createMatch(query: TraceQuery): (record: TraceRecord) => boolean {
  const { service, status, minMs = 0, orderId } = query;
  const method = query.method?.toLowerCase();
  const hasText = query.text === undefined ? () => true : createTextMatch(query.text);
  return (record) =>
    (service === undefined || record.has(service)) &&
    (method === undefined || someHas(record.names, method)) &&
    (status === undefined || record.isError === (status === 'error')) &&
    record.durationMs >= minMs &&
    (orderId === undefined || record.orderId === orderId) &&
    (query.retried === undefined || record.retries + record.hedges > 0) &&
    hasText(record);
}

/**
 * Looks into the bytes of the spans: text stands in them as UTF-8, each byte a character, and in
 * JSON as it is.
 */
function createTextMatch(text: string): (record: TraceRecord) => boolean {
  const wanted = text.trim().toLowerCase();
  const wantedBytes = Buffer.from(wanted).toString('latin1');
  return (record) =>
    record.traceId.startsWith(wanted) ||
    record.logs.some(({ log }) => log.text.toLowerCase().includes(wanted)) ||
    record.spans.some(({ form, text: encoded }) =>
      encoded.toLowerCase().includes(form === 'json' ? wanted : wantedBytes),
    );
}

function someHas(names: ReadonlySet<string>, part: string): boolean {
  for (const name of names) if (name.toLowerCase().includes(part)) return true;
  return false;
}
