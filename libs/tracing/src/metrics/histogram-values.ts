import type { SpanContext } from '@opentelemetry/api';
import type { HistogramSeries } from './metric-sink.ts';

/** A value of a bucket and the call that it was measured of. */
export interface Exemplar {
  readonly value: number;
  readonly span: SpanContext;
  /** Milliseconds of `Date.now()`. */
  readonly atMs: number;
}

/** Counts by bucket, as Prometheus and OTLP mean them: a bucket takes values up to its bound. */
export class HistogramValues implements HistogramSeries {
  readonly bounds: readonly number[];
  readonly counts: Float64Array;
  /** The last sampled call of each bucket. */
  readonly exemplars: (Exemplar | undefined)[];
  count = 0;
  sum = 0;
  min = Infinity;
  max = -Infinity;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
    this.exemplars = Array.from({ length: bounds.length + 1 }, () => undefined);
  }

  record(value: number, span?: SpanContext): void {
    const bucket = this.findBucket(value);
    this.counts[bucket]! += 1;
    this.count += 1;
    this.sum += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    if (span !== undefined) this.exemplars[bucket] = { value, span, atMs: Date.now() };
  }

  /** The first one whose bound is not below the value. */
  findBucket(value: number): number {
    const { bounds } = this;
    // Of many calls there is nothing to tell: no retry, no hedge, no wait.
    if (value === 0 && bounds[0] === 0) return 0;
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (bounds[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
