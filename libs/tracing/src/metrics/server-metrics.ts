import { statusName } from '../names/status-name.ts';
import { rpcAttributes } from './client-metrics.ts';
import type { CounterSeries, HistogramSeries, MetricSink } from './metric-sink.ts';

export interface ServedSeries {
  readonly callDuration: HistogramSeries;
  readonly rpcDuration: HistogramSeries;
  readonly sentBytes: HistogramSeries;
  readonly receivedBytes: HistogramSeries;
}

/** The series of one served method, found when first used. */
export class ServerMetrics {
  readonly started: CounterSeries;
  readonly #sink: MetricSink;
  readonly #method: string;
  readonly #ended: (ServedSeries | undefined)[] = [];

  constructor(sink: MetricSink, method: string) {
    this.#sink = sink;
    this.#method = method;
    this.started = sink.counter('grpc.server.call.started', { 'grpc.method': method });
  }

  ended(code: number): ServedSeries {
    return (this.#ended[code] ??= this.#create(code));
  }

  #create(code: number): ServedSeries {
    const sink = this.#sink;
    const served = { 'grpc.method': this.#method, 'grpc.status': statusName(code) };
    const sizes = 'total_compressed_message_size';
    return {
      callDuration: sink.histogram('grpc.server.call.duration', served),
      rpcDuration: sink.histogram('rpc.server.call.duration', rpcAttributes(this.#method, code)),
      sentBytes: sink.histogram(`grpc.server.call.sent_${sizes}`, served),
      receivedBytes: sink.histogram(`grpc.server.call.rcvd_${sizes}`, served),
    };
  }
}
