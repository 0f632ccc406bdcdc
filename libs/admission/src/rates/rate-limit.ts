/** At most so many calls a second, on average. */
export interface RateLimit {
  /** A method's path, or a prefix of paths: `/shop.v1.Orders/Place`, `/shop.v1.Orders/`, `/`. */
  readonly methods: string;
  /** Whether each client has its own, or all have one together. */
  readonly per: 'client' | 'method prefix';
  /** Calls a second, > 0. */
  readonly callsPerSecond: number;
  /** Calls that may come at once after a pause, ≥ 1. Default: one second's worth. */
  readonly burst?: number | undefined;
}

export type ResolvedRateLimit = Required<{ [Name in keyof RateLimit]: RateLimit[Name] }> & {
  readonly burst: number;
};

/**
 * A token bucket in one number (GCRA, ITU-T I.371): the time at which the bucket would be full
 * again.
 *
 * @returns the milliseconds until there is a token; 0 or less where there is one now.
 */
export function waitForToken(limit: ResolvedRateLimit, fullAtMs: number, nowMs: number): number {
  const perCallMs = 1_000 / limit.callsPerSecond;
  return Math.max(0, fullAtMs - nowMs) - (limit.burst - 1) * perCallMs;
}

/** A token is taken: when the bucket would be full again. */
export function takeToken(limit: ResolvedRateLimit, fullAtMs: number, nowMs: number): number {
  return Math.max(fullAtMs, nowMs) + 1_000 / limit.callsPerSecond;
}
