/**
 * How long to wait after `failures` (1, 2, …) in a row, in milliseconds: at random up to a bound that
 * doubles ("full jitter"), so that replicas do not come back together.
 */
export function backOffMs(
  failures: number,
  { firstMs, longestMs }: { readonly firstMs: number; readonly longestMs: number },
  random: () => number = Math.random,
): number {
  return random() * Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
}
