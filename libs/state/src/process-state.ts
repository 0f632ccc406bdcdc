// What a process says of itself. Plain data: the admin service writes it on the wire as it is, and
// every figure has its unit in its name. A figure that is not known is undefined.

/** How a connection to an endpoint stands, in gRPC's words. */
export type Connectivity = 'CONNECTING' | 'READY' | 'TRANSIENT_FAILURE';

/** One place that calls can go to. */
export interface EndpointState {
  readonly address: string;
  readonly connectivity: Connectivity;
  readonly zone: string | undefined;
  /** 1 where nobody said otherwise. */
  readonly weight: number;
  readonly callsInFlight: number;
  /** Since it is known. */
  readonly callsEnded: number;
  /** Of those, by the host's fault. */
  readonly callsFailed: number;
  /** What the balancer expects. */
  readonly latencyMs: number | undefined;
  /** Why calls are kept from it, and for how long; undefined where they are not. */
  readonly leftAlone: { readonly reason: string; readonly forMs: number } | undefined;
}

/** A channel, with the endpoints that its balancer chooses among. */
export interface ChannelState {
  readonly target: string;
  /** The balancing policy in force. */
  readonly balancer: string;
  readonly endpoints: readonly EndpointState[];
}

export type BreakerPhase = 'closed' | 'open' | 'half_open' | 'isolated';

/** The breaker of one method of a dependency. */
export interface BreakerState {
  readonly target: string;
  /** `/package.Service/Method` */
  readonly method: string;
  readonly phase: BreakerPhase;
  /** In the window. */
  readonly calls: number;
  readonly failures: number;
  readonly slowCalls: number;
  /** Until it lets probes through; 0 where it is not open. */
  readonly opensForMs: number;
}

/** Calls to a dependency, and those that wait for their turn. */
export interface BulkheadState {
  readonly target: string;
  readonly callsInFlight: number;
  readonly callsWaiting: number;
  readonly maxConcurrent: number;
}

/** What of a dependency's calls may be repeats. */
export interface RetryBudgetState {
  readonly target: string;
  /** `package.Service` */
  readonly service: string;
  /** In the window. */
  readonly calls: number;
  readonly retries: number;
  readonly retriesLeft: number;
}

/** How much a server takes. */
export interface AdmissionState {
  /** Where it listens. */
  readonly address: string;
  readonly limit: number;
  readonly callsInFlight: number;
  readonly openStreams: number;
  /** Since the start, by reason. */
  readonly refused: Readonly<Record<string, number>>;
}

/** The mesh that the process is in. */
export interface MeshState {
  /** Such as `sidecar`. */
  readonly mode: string;
  /** How that is known. */
  readonly why: string;
  /** What a control plane says and the process cannot go by: the target and the reason of each. */
  readonly refused: readonly string[];
}

/** All of it, at one moment. */
export interface ProcessState {
  readonly channels: readonly ChannelState[];
  readonly breakers: readonly BreakerState[];
  readonly bulkheads: readonly BulkheadState[];
  readonly retryBudgets: readonly RetryBudgetState[];
  readonly admissions: readonly AdmissionState[];
  /** One, where anybody says so; the same from all who do. */
  readonly meshes: readonly MeshState[];
}
