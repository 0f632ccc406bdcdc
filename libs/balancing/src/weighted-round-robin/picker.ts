import type { Column } from '../endpoints/endpoint-table.ts';
import type { CallOutcome, EndpointPicker, PickerContext } from '../seam/endpoint-picker.ts';
import type { WeightedRoundRobinConfig } from './config.ts';
import { ReportWeights } from './report-weights.ts';

/** A weight of 1 in the schedule: the endpoint is taken every time its turn comes. */
const FULL = 65_535;
/** Weights further from the mean are brought to it, so that one report starves nobody. */
const MAX_RATIO = 10;
const MIN_RATIO = 0.1;
/** Spreads the turns of endpoints: the golden ratio of the schedule's range. */
const OFFSET_STEP = 40_503;

/**
 * gRFC A58's static stride schedule: turns go round, and an endpoint of weight w takes w of
 * `FULL` of its turns, evenly spaced. Weights take effect once in `weightUpdatePeriod`; endpoints
 * come and go in between at no cost.
 */
export class WeightedRoundRobinPicker implements EndpointPicker {
  readonly #context: PickerContext<WeightedRoundRobinConfig>;
  readonly #reports: ReportWeights;
  readonly #scheduled: Column;
  #sequence: number;
  #scheduledMs = -Infinity;
  #meanWeight = FULL;

  constructor(context: PickerContext<WeightedRoundRobinConfig>) {
    this.#context = context;
    const { config, candidates, random } = context;
    this.#reports = new ReportWeights(config, candidates.table);
    this.#scheduled = candidates.table.column('weighted_round_robin.scheduled', FULL);
    this.#sequence = Math.floor(random() * 65_536);
  }

  pick(): number {
    const { candidates, clock, config } = this.#context;
    if (clock.nowMs - this.#scheduledMs >= config.weightUpdateMs) this.#schedule(clock.nowMs);
    const { slots, count } = candidates;
    for (;;) {
      const round = Math.floor(this.#sequence / count);
      const slot = slots[this.#sequence % count]!;
      this.#sequence += 1;
      const weight = this.#scheduled.values[slot]!;
      const offset = (slot * OFFSET_STEP) % FULL;
      if ((weight * round + offset) % FULL >= FULL - weight) return slot;
    }
  }

  candidateAdded(slot: number): void {
    this.#reports.restart(slot);
    this.#scheduled.values[slot] = this.#meanWeight;
  }

  notesChanged(): void {
    this.#scheduledMs = -Infinity;
  }

  callEnded(slot: number, { report, nowMs }: CallOutcome): void {
    if (report !== undefined) this.#reports.observe(slot, report, nowMs);
  }

  /**
   * A58: "If fewer than two subchannels have load info, all are weighted equally"; an endpoint
   * without a weight gets the mean of those with one.
   */
  #schedule(nowMs: number): void {
    this.#scheduledMs = nowMs;
    const { candidates } = this.#context;
    let known = 0;
    let sum = 0;
    for (let i = 0; i < candidates.count; i += 1) {
      const weight = this.#weightOf(candidates.slots[i]!, nowMs);
      if (weight > 0) known += 1;
      sum += weight;
    }
    const mean = known < 2 ? 0 : sum / known;
    let largest = 0;
    for (let i = 0; i < candidates.count; i += 1) {
      const slot = candidates.slots[i]!;
      const ratio = mean === 0 ? 1 : (this.#weightOf(slot, nowMs) || mean) / mean;
      const bounded = Math.min(MAX_RATIO, Math.max(MIN_RATIO, ratio));
      this.#scheduled.values[slot] = bounded;
      largest = Math.max(largest, bounded);
    }
    this.#meanWeight = Math.round(FULL / largest);
    for (let i = 0; i < candidates.count; i += 1) {
      const slot = candidates.slots[i]!;
      this.#scheduled.values[slot] = Math.round((this.#scheduled.values[slot]! * FULL) / largest);
    }
  }

  #weightOf(slot: number, nowMs: number): number {
    const { config, candidates } = this.#context;
    if (config.useStaticWeights) return candidates.table.weight.values[slot]!;
    return this.#reports.weightOf(slot, nowMs);
  }
}
