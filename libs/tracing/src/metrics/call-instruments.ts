// Of calls made and served, by the names of the gRFCs and of the semantic conventions.
import { DURATION_BUCKETS, LATENCY_BUCKETS, REPEAT_BUCKETS, SIZE_BUCKETS } from './buckets.ts';
import { counter, histogram, type Instrument } from './instrument.ts';

const method = ['grpc.method'] as const;
const served = ['grpc.method', 'grpc.status'] as const;
const call = ['grpc.method', 'grpc.target'] as const;
const ended = ['grpc.method', 'grpc.target', 'grpc.status'] as const;
const rpc = ['rpc.system.name', 'rpc.method', 'rpc.status_code', 'error.type'] as const;

export const callInstruments = {
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
} as const satisfies Record<string, Instrument>;
