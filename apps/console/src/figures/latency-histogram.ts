/** Lower edge of the second bucket; shorter times are all in the first. */
const LEAST_MS = 0.1;
/** Each bucket is 15 % wider than the one before: what is read is within ±8 %. */
const STEP = Math.log(1.15);

/** Buckets up to 2 minutes. */
export const BUCKETS = 102;

export function bucketOf(durationMs: number): number {
  if (durationMs <= LEAST_MS) return 0;
  return Math.min(BUCKETS - 1, 1 + Math.floor(Math.log(durationMs / LEAST_MS) / STEP));
}

/**
 * The time within which a part of what was counted stayed; null where nothing was.
 *
 * @param ratio (0, 1]
 */
export function percentileOf(counts: ArrayLike<number>, ratio: number): number | null {
  let total = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) total += counts[bucket] ?? 0;
  if (total === 0) return null;
  let left = Math.ceil(total * ratio);
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    left -= counts[bucket] ?? 0;
    if (left <= 0) return middleOf(bucket);
  }
  return middleOf(BUCKETS - 1);
}

function middleOf(bucket: number): number {
  return bucket === 0 ? LEAST_MS / 2 : LEAST_MS * Math.exp((bucket - 0.5) * STEP);
}
