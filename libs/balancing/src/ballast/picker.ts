import type { EndpointTable } from '../endpoints/endpoint-table.ts';
import type {
  CallOutcome,
  CallToPlace,
  CoarseClock,
  EndpointPicker,
  PickerDescription,
  PickerContext,
} from '../seam/endpoint-picker.ts';
import type { PickReason } from '../seam/attempt-observer.ts';
import { Aperture } from './aperture.ts';
import type { BallastConfig } from './config.ts';
import { FailureWatch } from './failure-watch.ts';
import { LoadEstimate } from './load-estimate.ts';
import { Newcomers } from './newcomers.ts';
import { Standing } from './standing.ts';

/**
 * Latencies within this factor, or so many milliseconds, are alike: what differs by less is chance,
 * and would be herded by.
 */
const ALIKE_FACTOR = 2;
const ALIKE_MS = 2;
/** A random number has 52 bits, and a place among 1 000 takes ten of them. */
const DRAWS_PER_RANDOM = 3;

/**
 * Of a few endpoints in the window, the one with the least latency times the square of its load.
 * The square keeps clients from flocking to the server that was the fastest a moment ago. Latency
 * and load are estimated in `LoadEstimate`; which endpoints are left alone, `FailureWatch` says.
 */
export class BallastPicker implements EndpointPicker {
  pickReason: PickReason = 'policy';
  readonly #random: () => number;
  readonly #clock: CoarseClock;
  readonly #table: EndpointTable;
  readonly #aperture: Aperture;
  readonly #failures: FailureWatch;
  readonly #load: LoadEstimate;
  readonly #newcomers: Newcomers;
  readonly #standing: Standing;
  /** The endpoints that are compared, by slot. */
  readonly #drawn: Uint32Array;

  constructor({ config, candidates, clock, random }: PickerContext<BallastConfig>) {
    this.#random = random;
    this.#clock = clock;
    this.#table = candidates.table;
    this.#aperture = new Aperture(config.apertureSize, random);
    this.#failures = new FailureWatch(config, candidates.table, random);
    this.#load = new LoadEstimate(candidates.table);
    this.#newcomers = new Newcomers(random);
    this.#standing = new Standing(candidates.table, this.#load, this.#failures);
    this.#drawn = new Uint32Array(config.choiceCount);
  }

  pick(call: CallToPlace): number {
    const { nowMs } = this.#clock;
    const aperture = this.#aperture;
    aperture.advance();
    this.#load.countPick();
    if (this.#newcomers.size > 0) {
      const newcomer = this.#newcomers.take(nowMs, aperture);
      if (newcomer !== undefined) {
        this.pickReason = 'newcomer';
        return newcomer;
      }
    }
    const best = this.#best(this.#draw(nowMs), call.isStream);
    this.pickReason = best === -1 ? 'last_resort' : 'policy';
    return best === -1 ? this.#findUsable(nowMs) : best;
  }

  candidateAdded(slot: number): void {
    this.#failures.forget(slot);
    this.#load.joined(slot);
    this.#standing.outdate(slot);
    this.#aperture.add(slot);
    this.#newcomers.add(slot, this.#clock.nowMs);
  }

  candidateRemoved(slot: number): void {
    this.#load.left(slot);
    this.#aperture.remove(slot);
  }

  notesChanged(slot: number): void {
    this.#standing.outdate(slot);
  }

  callStarted(slot: number, nowMs: number, isStream: boolean): void {
    if (isStream) this.#standing.outdate(slot);
    else this.#load.started(slot, nowMs);
  }

  callEnded(slot: number, outcome: CallOutcome): void {
    this.#failures.observe(slot, outcome);
    this.#load.ended(slot, outcome);
    this.#standing.outdate(slot);
  }

  describe(slot: number, nowMs: number): PickerDescription {
    return {
      latencyMs: this.#load.knows(slot) ? this.#load.expectedMs(slot, nowMs) : null,
      leftAlone:
        this.#failures.describe(slot, nowMs) ??
        (this.#load.seemsToHang(slot, nowMs) ? { reason: 'hanging', forMs: 0 } : null),
    };
  }

  /** Draws some endpoints of the window; the least latency that is expected of any of them. */
  #draw(nowMs: number): number {
    const drawn = this.#drawn;
    const { width } = this.#aperture;
    let leastMs = Infinity;
    let first = 0;
    let uniform = 0;
    for (let i = 0; i < drawn.length; i += 1) {
      if (i % DRAWS_PER_RANDOM === 0) uniform = this.#random();
      uniform *= width;
      let place = Math.floor(uniform);
      uniform -= place;
      // Two that differ at least: a bad endpoint must not win against itself.
      if (i === 0) first = place;
      else if (i === 1 && place === first) place = place + 1 < width ? place + 1 : 0;
      const slot = this.#aperture.at(place);
      drawn[i] = slot;
      const latencyMs = this.#standing.latencyMs(slot, nowMs);
      if (latencyMs < leastMs) leastMs = latencyMs;
    }
    return leastMs;
  }

  /** Of those drawn, the one that should answer first; -1 where all are to be left alone. */
  #best(leastMs: number, isStream: boolean): number {
    if (leastMs === Infinity) return -1;
    const drawn = this.#drawn;
    const alikeMs = Math.max(leastMs * ALIKE_FACTOR, leastMs + ALIKE_MS);
    let best = -1;
    let bestScore = Infinity;
    for (let i = 0; i < drawn.length; i += 1) {
      const slot = drawn[i]!;
      const score = this.#standing.score(slot, leastMs, alikeMs, isStream);
      if (score < bestScore) {
        best = slot;
        bestScore = score;
      }
    }
    return best;
  }

  /** All that were drawn fail: another one that does not; else one of them. */
  #findUsable(nowMs: number): number {
    const { count } = this.#aperture;
    // From anywhere: the first one that works must not get all the calls of those that do not.
    const start = Math.floor(this.#random() * count);
    for (let i = 0; i < count; i += 1) {
      const slot = this.#aperture.at((start + i) % count);
      const outstanding = this.#table.outstanding.values[slot]!;
      if (!this.#failures.isAvoided(slot, outstanding, nowMs)) return slot;
    }
    return this.#drawn[0]!;
  }
}
