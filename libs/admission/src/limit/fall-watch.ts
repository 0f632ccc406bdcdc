/** A fall is looked into at this share of where it began. */
const FALL_SHARE = 0.65;
/** Figures are averages over about so many windows. */
const WINDOWS = 4;

/**
 * Whether a slow fall of the limit was earned: with much fewer calls than at the top as much has to be
 * done. A baseline that is a little too low would take the limit down all the way, little by little.
 */
export class FallWatch {
  #throughput = NaN;
  #ratio = 1;
  #top: { readonly limit: number; readonly throughput: number } | undefined;

  /** Another state of things: what was seen before says nothing of it. */
  restart(throughput: number, ratio: number): void {
    this.#throughput = throughput;
    this.#ratio = ratio;
    this.#top = undefined;
  }

  /**
   * A window of a limit that is used. Where the fall was not earned, how much too low the baseline
   * is, and the limit from before.
   */
  observe(limit: number, throughput: number, ratio: number) {
    this.#throughput += (throughput - this.#throughput) / WINDOWS;
    this.#ratio += (ratio - this.#ratio) / WINDOWS;
    const top = this.#top;
    if (top === undefined || limit >= top.limit) {
      this.#top = { limit, throughput: this.#throughput };
      return undefined;
    }
    const share = limit / top.limit;
    if (share > FALL_SHARE) return undefined;
    this.#top = undefined;
    // Without a queue throughput is proportional to the limit, behind one it is what it was.
    const isLess = this.#throughput < top.throughput * Math.sqrt(share);
    return isLess ? { ratio: Math.max(1, this.#ratio), limit: top.limit } : undefined;
  }
}
