/** A channel's balancer and all that it knows of its endpoints, as plain JSON data. */
export interface BalancerSnapshot {
  /** Unique within the process. */
  readonly id: number;
  /** What the channel option `CHANNEL_NAME_OPTION` says; empty without it. */
  readonly channel: string;
  readonly policy: string;
  /** As it stands in `loadBalancingConfig`; null before the first one that is right. */
  readonly config: unknown;
  /** Open now; and since the start those made, lost while they were in use, and not made. */
  readonly connections: {
    readonly open: number;
    readonly made: number;
    readonly lost: number;
    readonly failed: number;
  };
  readonly endpoints: readonly EndpointSnapshot[];
}

export interface EndpointSnapshot {
  /** Such as `10.0.0.7:50051`; the addresses of an endpoint that has several, with commas. */
  readonly address: string;
  /** `unreachable`: an attempt to connect has failed, and the next one is under way or due. */
  readonly state: 'connecting' | 'ready' | 'unreachable';
  readonly zone: string | null;
  readonly weight: number;
  /** Calls that have ended since the endpoint is known. */
  readonly calls: number;
  /** Those of them that failed by the host's fault. */
  readonly failures: number;
  readonly inFlight: number;
  /** The latency that the policy expects; null where it has seen none, or goes by none. */
  readonly latencyMs: number | null;
  /** Why it gets no calls though it is connected, and for how long; null while it does. */
  readonly leftAlone: LeftAlone | null;
  /** The share that it takes of the picks it would get, (0, 1]: below 1 while it warms up. */
  readonly admission: number;
}

export interface LeftAlone {
  readonly reason: 'ejected' | 'failing' | 'hanging';
  /** Milliseconds from now; 0 where it depends on a call under way. */
  readonly forMs: number;
}
