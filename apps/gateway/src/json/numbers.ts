/**
 * A 64-bit number as JSON: a number where every reader gets it exactly (RFC 8259 section 6:
 * within ±(2^53 − 1)), its digits as text otherwise.
 */
export function toJsonNumber(value: bigint): number | string {
  const isSafe =
    value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
  return isSafe ? Number(value) : String(value);
}
