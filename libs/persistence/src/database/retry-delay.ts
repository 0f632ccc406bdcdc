/**
 * How long to wait before attempt `attempt` + 1: doubling from `firstMs` to at most `longestMs`, of
 * which between half and all, so that those who collided do not collide again.
 */
export function retryDelayMs(
  attempt: number,
  { firstMs, longestMs }: { firstMs: number; longestMs: number },
  random: () => number = Math.random,
): number {
  const doubled = firstMs * 2 ** Math.min(attempt - 1, 30);
  return Math.min(doubled, longestMs) * (0.5 + random() / 2);
}
