/** What the last look into DNS was like. */
export interface PollHistory {
  /** The shortest time to live of the answer; undefined where there was none. */
  readonly ttlSeconds: number | undefined;
  /** Looks in a row that failed. */
  readonly failures: number;
}

/** Never faster: a record with a time to live of 0 must not become a storm. */
export const minDelayMs = 500;
/** Never slower, whatever the records say: a pod that was added waits no longer than this. */
export const maxDelayMs = 30_000;
/** Where records tell no time to live, as when there are none. */
const defaultTtlSeconds = 1;

/**
 * How long to wait for the next look, in milliseconds. Follows the time to live, since a cache on
 * the way would give the same answer before; after failures it doubles from the shortest delay.
 * Shortened by up to a fifth at random, so that clients started together drift apart.
 * @param random within [0, 1)
 */
export function findDelayMs({ ttlSeconds, failures }: PollHistory, random: number): number {
  const wantedMs =
    failures > 0
      ? minDelayMs * 2 ** Math.min(failures, 10)
      : (ttlSeconds ?? defaultTtlSeconds) * 1000;
  const boundedMs = Math.min(maxDelayMs, Math.max(minDelayMs, wantedMs));
  return boundedMs * (1 - random / 5);
}
