/** A stretch of time: calls in flight, and completions a second. */
export interface Seen {
  readonly inFlight: number;
  readonly throughput: number;
}

/**
 * What a dip of the limit has shown. `as known`: without the queue calls take what was thought.
 * `slower`, `faster`: the baseline was wrong. `queue`: with fewer calls in flight as much was done,
 * so there was a queue, and as latency is still high there still is one.
 */
export type DipVerdict = 'as known' | 'slower' | 'faster' | 'queue';

/** A latency within this factor of the baseline is chance. */
const CHANCE = 1.3;
/** A dip has to have had no more than this share of the calls. */
const MAX_SHARE = 0.75;

/**
 * Behind a queue throughput does not depend on the calls in flight; without one it is proportional
 * to them. What is nearer decides. Throughput, because latency tells of a call's start, and lags.
 */
export function judgeDip(ratio: number, before: Seen, during: Seen): DipVerdict {
  if (ratio < 1 / CHANCE) return 'faster';
  if (ratio < CHANCE) return 'as known';
  const fewer = Math.min(1, during.inFlight / before.inFlight);
  // Hardly fewer than before: nothing was tried, and a deeper dip follows a queue.
  if (fewer > MAX_SHARE) return 'queue';
  return during.throughput / before.throughput < fewer ** 0.75 ? 'slower' : 'queue';
}
