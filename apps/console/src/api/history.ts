/**
 * Columns: the n-th value of every array belongs to the n-th moment. Null: nothing is known of that
 * moment. Series that ended before the first moment are left out.
 */
export interface History {
  readonly stepMs: 1000;
  readonly atMs: readonly number[];
  readonly edges: readonly EdgeSeries[];
  readonly endpoints: readonly EndpointSeries[];
  readonly breakers: readonly BreakerSeries[];
  readonly budgets: readonly BudgetSeries[];
  readonly limits: readonly AdmissionSeries[];
}

type Column = readonly (number | null)[];

/** From `browser` or a service to a service. */
export interface EdgeSeries {
  readonly from: string;
  readonly to: string;
  readonly callsPerSecond: Column;
  readonly errorsPerSecond: Column;
  readonly p50Ms: Column;
  readonly p99Ms: Column;
}

/** A client's view of an endpoint. */
export interface EndpointSeries {
  /** The client. */
  readonly replica: string;
  readonly target: string;
  readonly service: string;
  readonly address: string;
  /** Who is there; empty where the console does not know. */
  readonly endpointReplica: string;
  readonly weight: Column;
  readonly latencyMs: Column;
  readonly inFlight: Column;
  readonly callsPerSecond: Column;
  /** 1 where calls were kept from it. */
  readonly leftAlone: Column;
}

export interface BreakerSeries {
  readonly replica: string;
  readonly target: string;
  readonly method: string;
  /** 0 closed, 1 half-open, 2 open, 3 isolated. Breakers that were never but closed are left out. */
  readonly phase: Column;
}

export interface BudgetSeries {
  readonly replica: string;
  readonly target: string;
  readonly service: string;
  readonly retriesLeft: Column;
  readonly retries: Column;
}

export interface AdmissionSeries {
  readonly replica: string;
  readonly address: string;
  readonly limit: Column;
  readonly inFlight: Column;
  readonly refusedPerSecond: Column;
}
