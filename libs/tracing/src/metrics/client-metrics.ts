import type { Attributes } from '@opentelemetry/api';
import { statusName } from '../names/status-name.ts';
import type { CounterSeries, HistogramSeries, MetricSink } from './metric-sink.ts';

/** The series of one method that have a status among their attributes. */
export class EndedSeries {
  readonly callDuration: HistogramSeries;
  readonly rpcDuration: HistogramSeries;
  readonly attemptDuration: HistogramSeries;
  readonly sentBytes: HistogramSeries;
  readonly receivedBytes: HistogramSeries;

  constructor(sink: MetricSink, method: string, target: string, code: number) {
    const attributes: Attributes = {
      ...{ 'grpc.method': method, 'grpc.target': target, 'grpc.status': statusName(code) },
    };
    this.callDuration = sink.histogram('grpc.client.call.duration', attributes);
    this.rpcDuration = sink.histogram('rpc.client.call.duration', rpcAttributes(method, code));
    this.attemptDuration = sink.histogram('grpc.client.attempt.duration', attributes);
    this.sentBytes = sink.histogram(
      'grpc.client.attempt.sent_total_compressed_message_size',
      attributes,
    );
    this.receivedBytes = sink.histogram(
      'grpc.client.attempt.rcvd_total_compressed_message_size',
      attributes,
    );
  }
}

/** The series of one method of a dependency, found when first used. */
export class ClientMetrics {
  readonly attemptsStarted: CounterSeries;
  readonly retries: HistogramSeries;
  readonly transparentRetries: HistogramSeries;
  readonly hedges: HistogramSeries;
  readonly retryDelay: HistogramSeries;
  readonly #sink: MetricSink;
  readonly #method: string;
  readonly #target: string;
  readonly #ended: (EndedSeries | undefined)[] = [];
  readonly #picks = new Map<string, CounterSeries>();

  constructor(sink: MetricSink, method: string, target: string) {
    const attributes = { 'grpc.method': method, 'grpc.target': target };
    this.#sink = sink;
    this.#method = method;
    this.#target = target;
    this.attemptsStarted = sink.counter('grpc.client.attempt.started', attributes);
    this.retries = sink.histogram('grpc.client.call.retries', attributes);
    this.transparentRetries = sink.histogram('grpc.client.call.transparent_retries', attributes);
    this.hedges = sink.histogram('grpc.client.call.hedges', attributes);
    this.retryDelay = sink.histogram('grpc.client.call.retry_delay', attributes);
  }

  ended(code: number): EndedSeries {
    return (this.#ended[code] ??= new EndedSeries(this.#sink, this.#method, this.#target, code));
  }

  picks(reason: string): CounterSeries {
    const known = this.#picks.get(reason);
    if (known !== undefined) return known;
    const picks = this.#sink.counter('ballast.balancing.picks', {
      'grpc.target': this.#target,
      'ballast.pick.reason': reason,
    });
    this.#picks.set(reason, picks);
    return picks;
  }
}

export function rpcAttributes(method: string, code: number): Attributes {
  const name = statusName(code);
  return {
    'rpc.system.name': 'grpc',
    'rpc.method': method,
    'rpc.status_code': name,
    ...(code !== 0 && { 'error.type': name }),
  };
}
