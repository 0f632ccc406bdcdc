import type { EndpointTable } from '../endpoints/endpoint-table.ts';

/** What is known of an endpoint fades over this time, in milliseconds. */
const MIN_MEMORY_MS = 2_000;
const MAX_MEMORY_MS = 60_000;
const MOST_PER_MS = 1 / MIN_MEMORY_MS;
/** A client that calls seldom remembers for longer: for about so many of its picks. */
const MEMORY_PICKS = 256;
/** The gap between picks is worked out after so many of them, or milliseconds. */
const COUNTED_PICKS = 16;
const COUNTED_MS = 1_000;
/** It is an average over about so many picks. */
const GAP_PICKS = 100;

/** How much of what was learnt of an endpoint still counts: one that was slow is tried again. */
export class Memory {
  /** The gap between picks, in milliseconds; in the table, for a picker with another configuration. */
  readonly #gapMs: Float64Array;
  #picks = 0;
  #countedMs = NaN;
  /** A division that a pick would do for every endpoint. */
  #perMs = 0;

  constructor(table: EndpointTable) {
    this.#gapMs = table.figures('ballast.pickGapMs', [0]);
    this.#measure();
  }

  /** To be called once for each pick. */
  countPick(): void {
    this.#picks += 1;
  }

  /** To be called before `kept` is asked for; true where the time it takes to forget may be another. */
  advance(nowMs: number): boolean {
    const elapsedMs = nowMs - this.#countedMs;
    if (this.#picks < COUNTED_PICKS && elapsedMs < COUNTED_MS) return false;
    if (this.#picks > 0 && elapsedMs >= 0) {
      const weight = Math.min(1, this.#picks / GAP_PICKS);
      this.#gapMs[0]! += (elapsedMs / this.#picks - this.#gapMs[0]!) * weight;
    }
    this.#picks = 0;
    this.#countedMs = nowMs;
    this.#measure();
    return true;
  }

  /**
   * The share, 1 to 0, that is left of what was learnt `ageMs` ago.
   *
   * @param doubt how many times sooner than usual it fades; no sooner than what is learnt where calls are many
   */
  kept(ageMs: number, doubt = 1): number {
    return fading(ageMs * Math.min(this.#perMs * doubt, MOST_PER_MS));
  }

  #measure(): void {
    const memoryMs = this.#gapMs[0]! * MEMORY_PICKS;
    this.#perMs = 1 / Math.min(MAX_MEMORY_MS, Math.max(MIN_MEMORY_MS, memoryMs));
  }
}

/** Close to exp(-age) for ages below 2, and a fifth of the price. */
export function fading(age: number): number {
  return 1 / (1 + age * (1 + age * (1 / 2 + age * (1 / 6 + age / 24))));
}
