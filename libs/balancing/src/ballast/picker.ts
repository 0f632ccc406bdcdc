import type { EndpointTable } from '../endpoints/endpoint-table.ts';
import type {
  CallOutcome,
  CoarseClock,
  EndpointPicker,
  PickerDescription,
  PickerContext,
} from '../seam/endpoint-picker.ts';
import { Aperture } from './aperture.ts';
import type { BallastConfig } from './config.ts';
import { FailureWatch } from './failure-watch.ts';
import { LoadEstimate } from './load-estimate.ts';
import { Newcomers } from './newcomers.ts';

/**
 * Latencies within this factor, or so many milliseconds, are alike: what differs by less is chance,
 * and would be herded by.
 */
const ALIKE_FACTOR = 2;
const ALIKE_MS = 2;

/**
 * Of a few endpoints in the window, the one with the least latency times the square of its load.
 * The square keeps clients from flocking to the server that was the fastest a moment ago. Latency
 * and load are estimated in `LoadEstimate`; which endpoints are left alone, `FailureWatch` says.
 */
export class BallastPicker implements EndpointPicker {
  readonly #config: BallastConfig;
  readonly #random: () => number;
  readonly #clock: CoarseClock;
  readonly #table: EndpointTable;
  readonly #aperture: Aperture;
  readonly #failures: FailureWatch;
  readonly #load: LoadEstimate;
  readonly #newcomers: Newcomers;
  readonly #drawn: {
    readonly slots: Uint32Array;
    readonly latenciesMs: Float64Array;
    readonly loads: Float64Array;
  };

  constructor({ config, candidates, clock, random }: PickerContext<BallastConfig>) {
    this.#config = config;
    this.#random = random;
    this.#clock = clock;
    this.#table = candidates.table;
    this.#aperture = new Aperture(config.apertureSize, random);
    this.#failures = new FailureWatch(config, candidates.table, random);
    this.#load = new LoadEstimate(candidates.table);
    this.#newcomers = new Newcomers(random);
    this.#drawn = {
      slots: new Uint32Array(config.choiceCount),
      latenciesMs: new Float64Array(config.choiceCount),
      loads: new Float64Array(config.choiceCount),
    };
  }

  pick(): number {
    const { nowMs } = this.#clock;
    const aperture = this.#aperture;
    aperture.advance();
    this.#load.advance(nowMs);
    if (this.#newcomers.size > 0) {
      const newcomer = this.#newcomers.take(nowMs, aperture);
      if (newcomer !== undefined) return newcomer;
    }
    this.#draw(nowMs);
    const best = this.#best();
    return best === -1 ? this.#findUsable(nowMs) : best;
  }

  candidateAdded(slot: number): void {
    this.#failures.forget(slot);
    this.#aperture.add(slot);
    this.#newcomers.add(slot, this.#clock.nowMs);
  }

  candidateRemoved(slot: number): void {
    this.#aperture.remove(slot);
  }

  callStarted(slot: number, nowMs: number, isStream: boolean): void {
    if (!isStream) this.#load.started(slot, nowMs);
  }

  callEnded(slot: number, outcome: CallOutcome): void {
    this.#failures.observe(slot, outcome);
    this.#load.ended(slot, outcome);
  }

  describe(slot: number, nowMs: number): PickerDescription {
    return {
      latencyMs: this.#load.knows(slot) ? this.#load.expectedMs(slot, nowMs) : null,
      leftAlone: this.#failures.describe(slot, nowMs),
    };
  }

  /** Draws some endpoints of the window; their figures go into `#drawn`. */
  #draw(nowMs: number): void {
    const { width } = this.#aperture;
    const first = Math.floor(this.#random() * width);
    for (let i = 0; i < this.#config.choiceCount; i += 1) {
      let place = i === 0 ? first : Math.floor(this.#random() * width);
      // Two that differ at least: a bad endpoint must not win against itself.
      if (i === 1 && place === first) place = place + 1 < width ? place + 1 : 0;
      const slot = this.#aperture.at(place);
      const outstanding = this.#table.outstanding.values[slot]!;
      const isAvoided = this.#failures.isAvoided(slot, outstanding, nowMs);
      this.#drawn.slots[i] = slot;
      this.#drawn.latenciesMs[i] = isAvoided ? Infinity : this.#load.expectedMs(slot, nowMs);
      this.#drawn.loads[i] = this.#load.expectedLoad(slot, outstanding, nowMs);
    }
  }

  /** Of those drawn, the one that should answer first; -1 where all are to be left alone. */
  #best(): number {
    const { slots, latenciesMs, loads } = this.#drawn;
    let leastMs = Infinity;
    for (let i = 0; i < slots.length; i += 1) leastMs = Math.min(leastMs, latenciesMs[i]!);
    if (leastMs === Infinity) return -1;
    const alikeMs = Math.max(leastMs * ALIKE_FACTOR, leastMs + ALIKE_MS);
    let best = -1;
    let bestScore = Infinity;
    for (let i = 0; i < slots.length; i += 1) {
      const latencyMs = latenciesMs[i]! < alikeMs ? leastMs : latenciesMs[i]!;
      const score = latencyMs * loads[i]! * loads[i]!;
      if (score < bestScore) {
        best = slots[i]!;
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
    return this.#drawn.slots[0]!;
  }
}
