/** What a replica does just now. */
export type ReplicaState =
  /** Its process has started and does not serve yet. */
  | { readonly kind: 'starting'; readonly pid: number }
  | { readonly kind: 'serving'; readonly pid: number; readonly address: string }
  /** Serves, while its successor starts. */
  | { readonly kind: 'rolling'; readonly pid: number; readonly address: string }
  /** Its process has ended, and is started again after the back-off. */
  | { readonly kind: 'waiting'; readonly failures: number; readonly delayMs: number }
  /** The platform is leaving. */
  | { readonly kind: 'draining'; readonly pid: number }
  | { readonly kind: 'stopped' };
