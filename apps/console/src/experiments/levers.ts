import type { FaultChoice } from '../api/faults.ts';
import type { ReplicaAction } from '../api/platform.ts';

/** A replica, as an experiment chooses among them. */
export interface Candidate {
  readonly id: string;
  readonly service: string;
  readonly isServing: boolean;
  readonly takesFaults: boolean;
}

/** What an experiment may do; the same that a person at the screen can. */
export interface Levers {
  candidates(): readonly Candidate[];
  /** There is a platform that starts and ends replicas. */
  hasPlatform(): boolean;
  act(replica: string, action: ReplicaAction): Promise<void>;
  scale(service: string, replicas: number): Promise<void>;
  /** @throws Error where one of them could not be told */
  setFault(replicas: readonly string[], fault: FaultChoice): Promise<void>;
  clearFaults(replicas: readonly string[]): Promise<void>;
}
