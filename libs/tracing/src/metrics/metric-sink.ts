import type { Attributes, SpanContext } from '@opentelemetry/api';
import type { InstrumentName } from './instruments.ts';

/** A counter with its attributes: found once, used for every call. */
export interface CounterSeries {
  add(value: number): void;
}

/** A histogram with its attributes. */
export interface HistogramSeries {
  /** @param span of a sampled call: an example of the bucket that the value falls into. */
  record(value: number, span?: SpanContext): void;
}

/** Says what is counted elsewhere; called when somebody looks. */
export type Observe = (value: number, attributes: Attributes) => void;

/** Where measurements go. */
export interface MetricSink {
  counter(name: InstrumentName, attributes: Attributes): CounterSeries;
  histogram(name: InstrumentName, attributes: Attributes): HistogramSeries;
  /** @returns ends it; what a counter has counted until then stays. */
  observe(name: InstrumentName, read: (observe: Observe) => void): () => void;
}
