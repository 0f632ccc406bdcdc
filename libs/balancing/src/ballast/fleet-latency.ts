import type { EndpointTable } from '../endpoints/endpoint-table.ts';

/** The usual latency is an average over about so many calls, the recent one over so many. */
const USUAL_SAMPLES = 100;
const RECENT_SAMPLES = 6;
/** One answer counts as at most so many times slower than is usual: it must not hide all others. */
const MAX_FACTOR = 20;

const USUAL_MS = 0;
const RECENT_MS = 1;
const SAMPLES = 2;

/**
 * How long the fleet's answers take, in milliseconds. Kept in the table, so that a picker with another
 * configuration takes over what its predecessor has learnt.
 */
export class FleetLatency {
  readonly #figures: Float64Array;

  constructor(table: EndpointTable) {
    this.#figures = table.figures('ballast.fleetLatency', [1, 1, 0]);
  }

  get usualMs(): number {
    return this.#figures[USUAL_MS]!;
  }

  /** Of the last few answers, whichever endpoint gave them. */
  get recentMs(): number {
    return this.#figures[RECENT_MS]!;
  }

  /** A latency as a multiple of the recent one; 1 until there are some to compare with. */
  slownessOf(latencyMs: number): number {
    return this.#figures[SAMPLES]! < RECENT_SAMPLES ? 1 : latencyMs / this.recentMs;
  }

  /** An answer of any endpoint; it counts as at most `maxFactor` times slower than is usual. */
  count(latencyMs: number, maxFactor = MAX_FACTOR): void {
    const figures = this.#figures;
    const samples = figures[SAMPLES]!;
    const counted = samples === 0 ? latencyMs : Math.min(latencyMs, maxFactor * this.usualMs);
    figures[USUAL_MS]! += (counted - this.usualMs) / Math.min(USUAL_SAMPLES, samples + 1);
    figures[RECENT_MS]! += (counted - this.recentMs) / Math.min(RECENT_SAMPLES, samples + 1);
    figures[SAMPLES] = samples + 1;
  }
}
