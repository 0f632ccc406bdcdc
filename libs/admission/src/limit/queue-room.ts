/**
 * Calls that may wait beside those at work, so that no worker is idle between two arrivals. Random
 * arrivals need room for the square root of what is at work, not for a share of it (Halfin and
 * Whitt 1981); the simulation says that half of it and one more is within 5 % of all there is to
 * have.
 */
export function queueRoom(working: number): number {
  return 1 + Math.sqrt(working) / 2;
}
