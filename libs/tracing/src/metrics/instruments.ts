// Every instrument of a Ballast process, in one table. Whoever records names a row of it, so that
// what is not here cannot be recorded; the conformance test holds a running client and server, the
// rules and the dashboards against it.
import { DURATION_BUCKETS, LATENCY_BUCKETS, REPEAT_BUCKETS, SIZE_BUCKETS } from './buckets.ts';

export type InstrumentKind = 'counter' | 'histogram' | 'gauge';

export interface Instrument {
  /** `gauge` and, where `isObserved`, `counter` are read from whoever counts, when somebody looks. */
  readonly kind: InstrumentKind;
  readonly isObserved?: true;
  readonly unit: string;
  readonly attributes: readonly string[];
  /** Upper bounds, of a histogram. */
  readonly buckets?: readonly number[];
  /** Who says so: a gRFC, the semantic conventions, or the library of ours that counts. */
  readonly source: string;
  readonly description: string;
}

const method = ['grpc.method'] as const;
const served = ['grpc.method', 'grpc.status'] as const;
const call = ['grpc.method', 'grpc.target'] as const;
const ended = ['grpc.method', 'grpc.target', 'grpc.status'] as const;
const target = ['grpc.target'] as const;
const rpc = ['rpc.system.name', 'rpc.method', 'rpc.status_code', 'error.type'] as const;
const breaker = ['grpc.target', 'grpc.method'] as const;
const budget = ['grpc.target', 'rpc.service'] as const;

const counter = (
  source: string,
  unit: string,
  attributes: readonly string[],
  description: string,
) => ({ kind: 'counter', unit, attributes, source, description }) as const;

const observed = (...row: Parameters<typeof counter>) =>
  ({ ...counter(...row), isObserved: true }) as const;

const gauge = (...[source, unit, attributes, description]: Parameters<typeof counter>) =>
  ({ kind: 'gauge', isObserved: true, unit, attributes, source, description }) as const;

const histogram = (
  source: string,
  unit: string,
  attributes: readonly string[],
  buckets: readonly number[],
  description: string,
) => ({ kind: 'histogram', unit, attributes, buckets, source, description }) as const;

export const instruments = {
  'grpc.client.attempt.started': counter(
    'gRFC A66',
    '{attempt}',
    call,
    'attempts of calls that have begun',
  ),
  'grpc.client.attempt.duration': histogram(
    'gRFC A66',
    's',
    ended,
    LATENCY_BUCKETS,
    'from the choice of an endpoint',
  ),
  'grpc.client.attempt.sent_total_compressed_message_size': histogram(
    'gRFC A66',
    'By',
    ended,
    SIZE_BUCKETS,
    'request messages of an attempt',
  ),
  'grpc.client.attempt.rcvd_total_compressed_message_size': histogram(
    'gRFC A66',
    'By',
    ended,
    SIZE_BUCKETS,
    'answer messages of an attempt',
  ),
  'grpc.client.call.duration': histogram(
    'gRFC A66',
    's',
    ended,
    LATENCY_BUCKETS,
    'calls, with all their attempts',
  ),
  'grpc.client.call.retries': histogram(
    'gRFC A96',
    '{retry}',
    call,
    REPEAT_BUCKETS,
    'retries of a call',
  ),
  'grpc.client.call.transparent_retries': histogram(
    'gRFC A96',
    '{transparent_retry}',
    call,
    REPEAT_BUCKETS,
    'those unseen by it',
  ),
  'grpc.client.call.hedges': histogram(
    'gRFC A96',
    '{hedge}',
    call,
    REPEAT_BUCKETS,
    'hedges of a call',
  ),
  'grpc.client.call.retry_delay': histogram(
    'gRFC A96',
    's',
    call,
    LATENCY_BUCKETS,
    'time of a call without an attempt',
  ),
  'grpc.server.call.started': counter('gRFC A66', '{call}', method, 'calls that have arrived'),
  'grpc.server.call.duration': histogram(
    'gRFC A66',
    's',
    served,
    LATENCY_BUCKETS,
    'calls, as the server sees them',
  ),
  'grpc.server.call.sent_total_compressed_message_size': histogram(
    'gRFC A66',
    'By',
    served,
    SIZE_BUCKETS,
    'answer messages of a call',
  ),
  'grpc.server.call.rcvd_total_compressed_message_size': histogram(
    'gRFC A66',
    'By',
    served,
    SIZE_BUCKETS,
    'request messages of a call',
  ),
  'rpc.client.call.duration': histogram(
    'semantic conventions',
    's',
    rpc,
    DURATION_BUCKETS,
    'calls made',
  ),
  'rpc.server.call.duration': histogram(
    'semantic conventions',
    's',
    rpc,
    DURATION_BUCKETS,
    'calls served',
  ),
  'http.server.request.duration': histogram(
    'semantic conventions',
    's',
    ['http.request.method', 'http.response.status_code', 'http.route', 'url.scheme', 'error.type'],
    DURATION_BUCKETS,
    'HTTP requests answered',
  ),
  'grpc.subchannel.open_connections': gauge(
    'gRFC A94',
    '{connection}',
    target,
    'connections that calls can go out on',
  ),
  'grpc.subchannel.disconnections': observed(
    'gRFC A94',
    '{disconnection}',
    target,
    'connections that ended',
  ),
  'grpc.subchannel.connection_attempts_succeeded': observed(
    'gRFC A94',
    '{attempt}',
    target,
    'connections made',
  ),
  'grpc.subchannel.connection_attempts_failed': observed(
    'gRFC A94',
    '{attempt}',
    target,
    'connections that could not be made',
  ),
  'ballast.balancing.picks': counter(
    'balancing',
    '{pick}',
    ['grpc.target', 'ballast.pick.reason'],
    'endpoints chosen for attempts, by what decided',
  ),
  'ballast.balancing.endpoints': gauge(
    'balancing',
    '{endpoint}',
    ['grpc.target', 'ballast.endpoint.state'],
    'endpoints by state: ready, connecting, unreachable, ejected, failing, hanging',
  ),
  'ballast.balancing.in_flight': gauge(
    'balancing',
    '{attempt}',
    target,
    'attempts that have not ended',
  ),
  'ballast.discovery.endpoints': gauge(
    'discovery',
    '{endpoint}',
    ['ballast.target', 'ballast.discovery.state'],
    'endpoints of the set in force, by whether its source is good, stale, failed or waiting',
  ),
  'ballast.discovery.age': gauge(
    'discovery',
    's',
    ['ballast.target'],
    'since the source last told its set',
  ),
  'ballast.breaking.state': gauge(
    'breaking',
    '{state}',
    [...breaker, 'ballast.breaker.state'],
    '1 for the state that a breaker is in, 0 for the others',
  ),
  'ballast.breaking.opened': observed(
    'breaking',
    '{change}',
    breaker,
    'times that a breaker has opened',
  ),
  'ballast.breaking.refused': observed('breaking', '{call}', breaker, 'calls that were not made'),
  'ballast.bulkhead.in_flight': gauge('breaking', '{call}', target, 'calls within the bulkhead'),
  'ballast.bulkhead.waiting': gauge('breaking', '{call}', target, 'calls that wait for their turn'),
  'ballast.retrying.retries': observed(
    'retrying',
    '{attempt}',
    budget,
    'attempts begun after one that failed',
  ),
  'ballast.retrying.hedges': observed(
    'retrying',
    '{attempt}',
    budget,
    'attempts begun beside another',
  ),
  'ballast.retrying.refused': observed(
    'retrying',
    '{attempt}',
    budget,
    'repeats that the budget had no room for',
  ),
  'ballast.retrying.budget': gauge(
    'retrying',
    '{attempt}',
    budget,
    'repeats that the budget has room for',
  ),
  'ballast.admission.limit': gauge(
    'admission',
    '{call}',
    [],
    'calls at a time that are worth starting',
  ),
  'ballast.admission.in_flight': gauge(
    'admission',
    '{call}',
    ['ballast.criticality'],
    'calls being served, streams apart',
  ),
  'ballast.admission.streams': gauge('admission', '{call}', [], 'streams being served'),
  'ballast.admission.shedding': gauge(
    'admission',
    '{state}',
    [],
    '1 while some calls are refused for overload',
  ),
  'ballast.admission.refused': observed(
    'admission',
    '{call}',
    ['ballast.reason'],
    'calls refused, by reason',
  ),
  'ballast.telemetry.exported': observed(
    'telemetry',
    '{item}',
    ['ballast.signal'],
    'spans and log lines delivered',
  ),
  'ballast.telemetry.dropped': observed(
    'telemetry',
    '{item}',
    ['ballast.signal', 'ballast.reason'],
    'spans and log lines given up: the queue was full, or the receiver away',
  ),
  'nodejs.eventloop.utilization': gauge(
    'semantic conventions',
    '1',
    [],
    'the share of the time that the event loop was busy, since the last look',
  ),
  'process.cpu.time': observed('semantic conventions', 's', ['cpu.mode'], 'processor time used'),
  'process.memory.usage': gauge('semantic conventions', 'By', [], 'memory in use, resident'),
} as const satisfies Record<string, Instrument>;

export type InstrumentName = keyof typeof instruments;
