import type { EndpointTable } from '../endpoints/endpoint-table.ts';
import type { FailureWatch } from './failure-watch.ts';
import type { LoadEstimate } from './load-estimate.ts';

/** The figures of an endpoint stand side by side, in one line of the processor's cache. */
const STRIDE = 4;
const FRESH_UNTIL_MS = 0;
const LATENCY_MS = 1;
/**
 * Calls that the server works on besides what is outstanding here, and the one to place. Streams are
 * outstanding, but no load: they are taken off here.
 */
const OTHERS = 2;
const PER_WEIGHT = 3;

/**
 * What a pick compares endpoints by. Expectations fade with time, which takes divisions; they are
 * worked out when the endpoint has news or the last ones are stale, and most picks find them ready.
 */
export class Standing {
  readonly #table: EndpointTable;
  readonly #load: LoadEstimate;
  readonly #failures: FailureWatch;
  #figures = new Float64Array(0);

  constructor(table: EndpointTable, load: LoadEstimate, failures: FailureWatch) {
    this.#table = table;
    this.#load = load;
    this.#failures = failures;
  }

  /** The endpoint has news. */
  outdate(slot: number): void {
    const at = slot * STRIDE;
    if (at < this.#figures.length) this.#figures[at + FRESH_UNTIL_MS] = 0;
  }

  /** The latency that is expected, in milliseconds; Infinity where it is to be left alone. */
  latencyMs(slot: number, nowMs: number): number {
    const at = slot * STRIDE;
    // True as well where the array is too short.
    if (!(nowMs < this.#figures[at + FRESH_UNTIL_MS]!)) this.#refresh(slot, nowMs);
    return this.#figures[at + LATENCY_MS]!;
  }

  /**
   * Latency times the square of the load; the least is the best. To be asked after `latencyMs`.
   * Latencies below `alikeMs` count as the least one. Streams go where there are few of them.
   */
  score(slot: number, leastMs: number, alikeMs: number, isStream: boolean): number {
    const at = slot * STRIDE;
    const figures = this.#figures;
    const latencyMs = figures[at + LATENCY_MS]!;
    let outstanding = this.#table.outstanding.values[slot]!;
    if (isStream) outstanding += this.#table.streams.values[slot]!;
    const load = (figures[at + OTHERS]! + outstanding) * figures[at + PER_WEIGHT]!;
    return (latencyMs < alikeMs ? leastMs : latencyMs) * load * load;
  }

  #refresh(slot: number, nowMs: number): void {
    const at = slot * STRIDE;
    if (at >= this.#figures.length) this.#reserve(slot);
    const figures = this.#figures;
    const outstanding = this.#table.outstanding.values[slot]!;
    this.#load.advance(nowMs);
    const isAvoided = this.#failures.isAvoided(slot, outstanding, nowMs);
    figures[at + LATENCY_MS] = isAvoided ? Infinity : this.#load.expectedMs(slot, nowMs);
    const streams = this.#table.streams.values[slot]!;
    figures[at + OTHERS] = this.#load.expectedOthers(slot, nowMs) - streams + 1;
    figures[at + PER_WEIGHT] = 1 / this.#table.weight.values[slot]!;
    // Of an endpoint that fails, one call under way makes the difference.
    const freshMs = this.#failures.isSuspect(slot) ? 0 : this.#load.freshMs;
    figures[at + FRESH_UNTIL_MS] = nowMs + freshMs;
  }

  #reserve(slot: number): void {
    const figures = new Float64Array(Math.max(slot + 1, this.#table.capacity) * STRIDE);
    figures.set(this.#figures);
    this.#figures = figures;
  }
}
