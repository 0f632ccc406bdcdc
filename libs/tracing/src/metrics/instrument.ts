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

type Row = readonly [
  source: string,
  unit: string,
  attributes: readonly string[],
  description: string,
];

export const counter = (...[source, unit, attributes, description]: Row) =>
  ({ kind: 'counter', unit, attributes, source, description }) as const;

export const observed = (...row: Row) => ({ ...counter(...row), isObserved: true }) as const;

export const gauge = (...[source, unit, attributes, description]: Row) =>
  ({ kind: 'gauge', isObserved: true, unit, attributes, source, description }) as const;

export const histogram = (
  source: string,
  unit: string,
  attributes: readonly string[],
  buckets: readonly number[],
  description: string,
) => ({ kind: 'histogram', unit, attributes, buckets, source, description }) as const;
