// Of a process: its connections, what protects it, and what it uses. Nearly all are read when somebody
// looks.
import { counter, gauge, observed, type Instrument } from './instrument.ts';

const target = ['grpc.target'] as const;
const breaker = ['grpc.target', 'grpc.method'] as const;
const budget = ['grpc.target', 'rpc.service'] as const;

export const processInstruments = {
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
