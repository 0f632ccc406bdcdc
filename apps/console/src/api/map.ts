/** Services and the calls between them. */
export interface ServiceMap {
  /** Callers before those they call. `browser` is whoever speaks HTTP to the gateway. */
  readonly services: readonly ServiceNode[];
  readonly edges: readonly Edge[];
}

/** How calls went within the last ten seconds. */
export interface Figures {
  readonly callsPerSecond: number;
  /** Of those, failed. */
  readonly errorRatio: number;
  /** Null where no call was seen. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

export interface ServiceNode extends Figures {
  /** `gateway`, `orders`, …, `browser`. */
  readonly service: string;
  /** Ids; none for `browser`. */
  readonly replicas: readonly string[];
  /** How many of them serve. */
  readonly serving: number;
}

/** Calls from one service to another. */
export interface Edge extends Figures {
  readonly from: string;
  readonly to: string;
  /** Attempts beyond the first, of both kinds, a second. */
  readonly retriesPerSecond: number;
  readonly hedgesPerSecond: number;
  /** Under way now. */
  readonly inFlight: number;
  readonly replicas: readonly ReplicaEdge[];
}

/** Attempts from one replica to another. */
export interface ReplicaEdge extends Figures {
  readonly from: string;
  readonly to: string;
  readonly inFlight: number;
}

/**
 * `starting`, `rolling`, `waiting` (to be started again) and `stopped` are the local platform's word,
 * `paused` is a replica that was stopped by a signal. `unreachable`: it is listed, and does not answer
 * the console.
 */
export type ReplicaState =
  | 'starting'
  | 'serving'
  | 'rolling'
  | 'paused'
  | 'draining'
  | 'waiting'
  | 'stopped'
  | 'unreachable';

/** One process of a service. */
export interface Replica extends Figures {
  readonly id: string;
  readonly service: string;
  /** `host:port` of its gRPC server; empty where it has none now. */
  readonly address: string;
  readonly state: ReplicaState;
  /** What is odd about it, in words: `ejected by gateway#1`, `8 × slower than its peers`. Empty: nothing. */
  readonly notes: readonly string[];
  /** Answers much more slowly than its peers. */
  readonly isSlow: boolean;
  /** Ids of clients whose balancer leaves it alone. */
  readonly ejectedBy: readonly string[];
  /** Names of faults in force. */
  readonly faults: readonly string[];
  /** Being served. */
  readonly inFlight: number;
  /** Calls at a time that it takes; null where it does not say. */
  readonly limit: number | null;
  readonly pid: number | null;
  readonly uptimeMs: number | null;
  /** Starts of its process beyond the first; null where nobody counts. */
  readonly restarts: number | null;
  /** State `waiting`: it is started again in so long. */
  readonly startsInMs: number | null;
  readonly zone: string;
  /** The mesh that it is in, and how it knows: `sidecar: the pod has …`. Empty: it does not say. */
  readonly mesh: string;
  /** The console follows its admin service. */
  readonly isFollowed: boolean;
  /** It takes faults. */
  readonly takesFaults: boolean;
}
