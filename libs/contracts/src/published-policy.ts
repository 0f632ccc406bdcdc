/**
 * A service's published failure policy: a gRPC service config in its JSON form (gRFC A2, A6).
 * Durations are texts such as `"0.5s"`.
 */
export interface PublishedPolicy {
  /** Balancing policies, the first that the client knows is used. */
  loadBalancingConfig: { [policy: string]: object }[];
  /** Deadlines and retries by method. */
  methodConfig: {
    name: { service: string; method?: string }[];
    /** The longest that a call may take, retries included. */
    timeout?: string;
    retryPolicy?: {
      maxAttempts: number;
      initialBackoff: string;
      maxBackoff: string;
      backoffMultiplier: number;
      /** Names of codes, such as `UNAVAILABLE`. */
      retryableStatusCodes: string[];
    };
  }[];
  /** A budget: retries stop while less than half of the tokens are left. */
  retryThrottling?: { maxTokens: number; tokenRatio: number };
  /** What gRPC has no word for; clients other than ours ignore it. */
  ballast?: {
    methodConfig: {
      name: { service: string; method?: string }[];
      /** What is refused first where there is too much. */
      criticality?: 'critical' | 'default' | 'sheddable';
      /** A second attempt for calls that are slow for their method. */
      hedging?: { percentile?: number; maxAttempts?: number; minDelay?: string; maxDelay?: string };
      /** What becomes of a call that cannot be served now. */
      fallback?: 'accept' | 'refuse' | 'stale';
    }[];
  };
}
