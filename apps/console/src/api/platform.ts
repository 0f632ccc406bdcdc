/** Whoever starts and ends the replicas, as far as the console may ask it. */
export interface PlatformState {
  /** `local`: `npm start` on this machine. `none`: replicas are a cluster's business; no action works. */
  readonly kind: 'local' | 'none';
  /** The supervisor answers. */
  readonly isReachable: boolean;
  readonly actions: readonly (ReplicaAction | 'scale')[];
  readonly services: readonly PlatformService[];
}

export interface PlatformService {
  readonly service: string;
  readonly replicas: number;
  /** Within these it can be scaled; equal: not at all. */
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/**
 * `kill`: SIGKILL, it is started again with back-off. `pause`: SIGSTOP, it hangs with its connections
 * open. `resume`: SIGCONT. `restart`: replaced by a new process without a gap.
 */
export type ReplicaAction = 'kill' | 'pause' | 'resume' | 'restart';

export interface ScaleRequest {
  readonly service: string;
  readonly replicas: number;
}

export interface Done {
  /** What was done, in a sentence. */
  readonly text: string;
}
