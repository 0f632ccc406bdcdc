/** How a call ended, as far as its latency tells anything. */
export type Outcome =
  /** It did its work: the time it took counts. */
  | 'success'
  /** It failed, or was answered without the work: its time says nothing. */
  | 'failure'
  /** The caller left, or its deadline passed: it would have taken longer than that. */
  | 'abandoned';
