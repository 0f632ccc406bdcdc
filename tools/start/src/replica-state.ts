import type { Addresses } from './instance.ts';

/** A process that its clients know. */
export interface ServingState extends Addresses {
  readonly pid: number;
}

/** What a replica does just now. `dueMs` is of `performance.now()`. */
export type ReplicaState =
  /** Its process has started and does not serve yet. */
  | { readonly kind: 'starting'; readonly pid: number }
  | ({ readonly kind: 'serving' } & ServingState)
  /** Serves, while its successor starts. */
  | ({ readonly kind: 'rolling' } & ServingState)
  /** Stopped by SIGSTOP: its connections stay, and nobody answers. */
  | ({ readonly kind: 'paused' } & ServingState)
  /** Its process has ended, and is started again after the back-off. */
  | { readonly kind: 'waiting'; readonly failures: number; readonly dueMs: number }
  /** The platform is leaving. */
  | { readonly kind: 'draining'; readonly pid: number }
  | { readonly kind: 'stopped' };
