import type { Attributes, Meter } from '@opentelemetry/api';
import type { Instrument } from './instrument.ts';
import { instruments, type InstrumentName } from './instruments.ts';
import type { CounterSeries, HistogramSeries, MetricSink, Observe } from './metric-sink.ts';

/**
 * Passes measurements on to a meter of the API, for programs that have an SDK of their own and want
 * everything in it. Dearer than `MetricStore`, and without exemplars.
 */
export class MeterSink implements MetricSink {
  readonly #meter: Meter;

  constructor(meter: Meter) {
    this.#meter = meter;
  }

  counter(name: InstrumentName, attributes: Attributes): CounterSeries {
    const counter = this.#meter.createCounter(name, describe(name));
    return { add: (value) => counter.add(value, attributes) };
  }

  histogram(name: InstrumentName, attributes: Attributes): HistogramSeries {
    const { buckets = [] }: Instrument = instruments[name];
    const advice = { explicitBucketBoundaries: [...buckets] };
    const histogram = this.#meter.createHistogram(name, { ...describe(name), advice });
    return { record: (value) => histogram.record(value, attributes) };
  }

  observe(name: InstrumentName, read: (observe: Observe) => void): () => void {
    const observable =
      instruments[name].kind === 'gauge'
        ? this.#meter.createObservableGauge(name, describe(name))
        : this.#meter.createObservableCounter(name, describe(name));
    const callback = (result: { observe: Observe }): void =>
      read((value, attributes) => result.observe(value, attributes));
    observable.addCallback(callback);
    return () => observable.removeCallback(callback);
  }
}

function describe(name: InstrumentName) {
  const { unit, description } = instruments[name];
  return { unit, description };
}
