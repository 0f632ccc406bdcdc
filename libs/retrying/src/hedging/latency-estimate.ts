// A quantile of recent latencies, for one addition per call. Buckets grow by 8 %, so that a value
// read from their middle is at most 4 % off, whatever the distribution: P² (Jain, Chlamtac, 1985)
// needs less memory but promises no such bound, never forgets, and strays when the latency moves in
// steps, which is what a host that turns slow does to it.
//
// Forgetting is by forward decay (Cormode et al., "Forward Decay", ICDE 2009): a later value weighs
// more instead of all earlier ones less, so nothing runs while nothing happens.

const GROWTH = 1.08;
const LEAST_MS = 0.1;
const MOST_MS = 600_000;
const LOG_GROWTH = Math.log(GROWTH);
const BUCKETS = Math.ceil(Math.log(MOST_MS / LEAST_MS) / LOG_GROWTH) + 1;

/** After it a latency weighs half, in milliseconds. */
const HALF_LIFE_MS = 10_000;
/** Weights are scaled back before they outgrow a double's exactness. */
const LARGEST_HALF_LIVES = 40;

export class LatencyEstimate {
  readonly #weights = new Float64Array(BUCKETS);
  /** The sum of the weights, at the scale of `#originMs`. */
  #total = 0;
  /** When a value weighs 1. */
  #originMs: number;

  constructor(nowMs: number) {
    this.#originMs = nowMs;
  }

  add(tookMs: number, nowMs: number): void {
    if (nowMs - this.#originMs > LARGEST_HALF_LIVES * HALF_LIFE_MS) this.#rescale(nowMs);
    const weight = this.#weightAt(nowMs);
    this.#weights[bucketOf(tookMs)]! += weight;
    this.#total += weight;
  }

  /** How many latencies of this moment weigh as much as all that is remembered. */
  weight(nowMs: number): number {
    return this.#total / this.#weightAt(nowMs);
  }

  /** In milliseconds; NaN where nothing is remembered. @param share within (0, 1) */
  quantile(share: number): number {
    const wanted = share * this.#total;
    let sum = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      sum += this.#weights[bucket]!;
      if (sum >= wanted && sum > 0) return middleOf(bucket);
    }
    return NaN;
  }

  #weightAt(nowMs: number): number {
    return 2 ** ((nowMs - this.#originMs) / HALF_LIFE_MS);
  }

  #rescale(nowMs: number): void {
    const scale = 1 / this.#weightAt(nowMs);
    this.#total = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      this.#weights[bucket]! *= scale;
      this.#total += this.#weights[bucket]!;
    }
    this.#originMs = nowMs;
  }
}

function bucketOf(tookMs: number): number {
  const bucket = Math.ceil(Math.log(tookMs / LEAST_MS) / LOG_GROWTH);
  // Not greater than 0 also when it took no time at all.
  return bucket > 0 ? Math.min(bucket, BUCKETS - 1) : 0;
}

/** Bucket n holds (LEAST · GROWTH^(n-1), LEAST · GROWTH^n]. */
function middleOf(bucket: number): number {
  return LEAST_MS * GROWTH ** (bucket - 0.5);
}
