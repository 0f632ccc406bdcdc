import type { Attributes } from '@opentelemetry/api';
import { HistogramValues } from './histogram-values.ts';
import type { Instrument } from './instrument.ts';
import { instruments, type InstrumentName } from './instruments.ts';
import type { CounterSeries, HistogramSeries, MetricSink, Observe } from './metric-sink.ts';

/** As the OpenTelemetry specification has it: what is beyond goes into one series that says so. */
const MAX_SERIES = 2_000;
const overflow: Attributes = { 'otel.metric.overflow': true };

class Counter implements CounterSeries {
  value = 0;
  add(value: number): void {
    this.value += value;
  }
}

interface Series<Value> {
  readonly attributes: Attributes;
  readonly value: Value;
}

/** An instrument and all that is known by it, since the start. */
export interface CollectedMetric extends Instrument {
  readonly name: InstrumentName;
  readonly numbers: readonly Series<number>[];
  readonly histograms: readonly Series<HistogramValues>[];
}

/**
 * Adds up in this process what the SDK would add up too, at a price that a call does not notice: a
 * series is found once for a method and a status, and a recording is a few additions. The SDK sorts
 * and serializes the attributes for each (1 to 2 µs), keeps no bound series, and its exemplars are
 * never exported (opentelemetry-js #5147).
 */
export class MetricStore implements MetricSink {
  readonly startedAtMs = Date.now();
  readonly #counters = new Map<InstrumentName, Map<string, Series<Counter>>>();
  readonly #histograms = new Map<InstrumentName, Map<string, Series<HistogramValues>>>();
  readonly #readers = new Map<InstrumentName, Set<(observe: Observe) => void>>();
  /** Of readers that have ended: a counter that falls looks like a restart to whoever reads it. */
  readonly #kept = new Map<InstrumentName, Map<string, Series<Counter>>>();

  counter(name: InstrumentName, attributes: Attributes): CounterSeries {
    return findSeries(this.#counters, name, attributes, () => new Counter());
  }

  histogram(name: InstrumentName, attributes: Attributes): HistogramSeries {
    const { buckets = [] }: Instrument = instruments[name];
    return findSeries(this.#histograms, name, attributes, () => new HistogramValues(buckets));
  }

  observe(name: InstrumentName, read: (observe: Observe) => void): () => void {
    const readers = this.#readers.get(name) ?? new Set();
    this.#readers.set(name, readers);
    readers.add(read);
    return () => {
      if (!readers.delete(read) || instruments[name].kind !== 'counter') return;
      read((value, attributes) =>
        findSeries(this.#kept, name, attributes, () => new Counter()).add(value),
      );
    };
  }

  /** Only what has happened, in the order of the table. */
  collect(): CollectedMetric[] {
    const collected: CollectedMetric[] = [];
    for (const name of Object.keys(instruments) as InstrumentName[]) {
      const histograms = [...(this.#histograms.get(name)?.values() ?? [])].filter(
        ({ value }) => value.count > 0,
      );
      const numbers = [
        ...[...(this.#counters.get(name)?.values() ?? [])]
          .map(({ attributes, value }) => ({ attributes, value: value.value }))
          .filter(({ value }) => value > 0),
        ...this.#read(name),
      ];
      if (histograms.length + numbers.length === 0) continue;
      collected.push({ ...instruments[name], name, numbers, histograms });
    }
    return collected;
  }

  /** Several channels to one target say the same attributes: their figures add up. */
  #read(name: InstrumentName): Series<number>[] {
    const sums = new Map<string, { attributes: Attributes; value: number }>();
    const add: Observe = (value, attributes) => {
      const key = keyOf(attributes);
      const known = sums.get(key);
      if (known === undefined) sums.set(key, { attributes, value });
      else known.value += value;
    };
    for (const { attributes, value } of this.#kept.get(name)?.values() ?? []) {
      add(value.value, attributes);
    }
    for (const read of this.#readers.get(name) ?? []) read(add);
    return [...sums.values()];
  }
}

function findSeries<Value>(
  all: Map<InstrumentName, Map<string, Series<Value>>>,
  name: InstrumentName,
  attributes: Attributes,
  create: () => Value,
): Value {
  const series = all.get(name) ?? new Map<string, Series<Value>>();
  all.set(name, series);
  const known = series.get(keyOf(attributes));
  if (known !== undefined) return known.value;
  const named = series.size < MAX_SERIES ? attributes : overflow;
  const key = keyOf(named);
  const found = series.get(key) ?? { attributes: named, value: create() };
  series.set(key, found);
  return found.value;
}

function keyOf(attributes: Attributes): string {
  return JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
}
