const DOUBLES_BELOW = 1_024;

/** The next capacity of an array that is full: large ones grow by a quarter, for their memory. */
export function grownCapacity(capacity: number, needed = capacity + 1): number {
  const grown = capacity < DOUBLES_BELOW ? capacity * 2 : Math.ceil(capacity * 1.25);
  return Math.max(grown, needed);
}
