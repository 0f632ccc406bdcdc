/** What each process says of its clients and of its server; `replica` is whose word it is. */
export interface Decisions {
  readonly channels: readonly ChannelOfClient[];
  readonly breakers: readonly Breaker[];
  readonly bulkheads: readonly Bulkhead[];
  readonly budgets: readonly RetryBudget[];
  readonly limits: readonly AdmissionLimit[];
}

/** A client's channel, and the endpoints that its balancer chooses among. */
export interface ChannelOfClient {
  readonly replica: string;
  /** The gRPC target. */
  readonly target: string;
  /** The service behind it: `inventory`. */
  readonly service: string;
  /** The balancing policy in force. */
  readonly balancer: string;
  readonly endpoints: readonly EndpointOfClient[];
  /** Why the last call went where it went; null where no trace tells. */
  readonly lastPick: LastPick | null;
}

export interface EndpointOfClient {
  readonly address: string;
  /** Who is there; empty where the console does not know. */
  readonly replica: string;
  readonly connectivity: 'connecting' | 'ready' | 'failing';
  readonly zone: string;
  readonly weight: number;
  readonly inFlight: number;
  readonly callsPerSecond: number;
  /** Of the channel's calls within the last ten seconds. */
  readonly share: number;
  /** Failed by the host's fault, within the last ten seconds. */
  readonly failureRatio: number;
  /** What the balancer expects; null where it has seen none. */
  readonly latencyMs: number | null;
  /** Calls are kept from it: `ejected`, `failing`, `hanging`. Empty: they are not. */
  readonly leftAloneBecause: string;
  readonly leftAloneMs: number;
}

/** The choice for one attempt, as its span tells. */
export interface LastPick {
  readonly atMs: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly method: string;
  readonly address: string;
  readonly replica: string;
  /** In words. */
  readonly reason: string;
}

export interface Breaker {
  readonly replica: string;
  readonly target: string;
  readonly service: string;
  /** `/package.Service/Method` */
  readonly method: string;
  readonly phase: 'closed' | 'open' | 'half-open' | 'isolated';
  /** Ended in its window; of those, failed and slow. */
  readonly calls: number;
  readonly failures: number;
  readonly slowCalls: number;
  /** Until it lets probes through; 0 where it is not open. */
  readonly opensForMs: number;
}

export interface Bulkhead {
  readonly replica: string;
  readonly target: string;
  readonly service: string;
  readonly inFlight: number;
  readonly waiting: number;
  readonly maxConcurrent: number;
}

export interface RetryBudget {
  readonly replica: string;
  readonly target: string;
  /** `package.Service` */
  readonly service: string;
  /** Begun in its window; of those, repeats and hedges. */
  readonly calls: number;
  readonly retries: number;
  readonly retriesLeft: number;
}

/** How much a server takes at a time. */
export interface AdmissionLimit {
  readonly replica: string;
  readonly address: string;
  readonly limit: number;
  readonly inFlight: number;
  readonly openStreams: number;
  /** By reason, since its start. */
  readonly refused: Readonly<Record<string, number>>;
  readonly refusedPerSecond: number;
}
