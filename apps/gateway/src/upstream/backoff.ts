/** Bounds of the wait between two tries, in milliseconds. */
export interface BackoffOptions {
  /** Upper bound of the first wait. */
  readonly baseMs: number;
  /** Upper bound of every wait. */
  readonly maxMs: number;
}

/**
 * How long to wait after `failures` (1, 2, …) in a row: at random below a bound that doubles,
 * so that a thousand watchers do not come back at once ("full jitter").
 */
export function backoffMs(
  failures: number,
  { baseMs, maxMs }: BackoffOptions,
  random: () => number = Math.random,
): number {
  return random() * Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 30));
}
