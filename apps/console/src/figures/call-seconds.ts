import type { Figures } from '../api/map.ts';
import { BUCKETS, bucketOf, percentileOf } from './latency-histogram.ts';

interface Second {
  second: number;
  calls: number;
  errors: number;
  retries: number;
  hedges: number;
  counts: Uint32Array;
}

/** What {@link CallSeconds.sum} adds to {@link Figures}. */
export interface CallFigures extends Figures {
  readonly errorsPerSecond: number;
  readonly retriesPerSecond: number;
  readonly hedgesPerSecond: number;
}

/** How calls of one kind went, second by second, as far back as there are slots. */
export class CallSeconds {
  readonly #slots: (Second | undefined)[];
  #lastSecond = -1;

  constructor(slots: number) {
    this.#slots = new Array<Second | undefined>(slots).fill(undefined);
  }

  /** The last second in which something was recorded. */
  get lastSecond(): number {
    return this.#lastSecond;
  }

  record(atMs: number, durationMs: number, isError: boolean): void {
    const slot = this.#slotOf(Math.floor(atMs / 1000));
    if (slot === undefined) return;
    slot.calls += 1;
    if (isError) slot.errors += 1;
    slot.counts[bucketOf(durationMs)]! += 1;
  }

  recordRepeat(atMs: number, kind: 'retry' | 'hedge'): void {
    const slot = this.#slotOf(Math.floor(atMs / 1000));
    if (slot === undefined) return;
    if (kind === 'retry') slot.retries += 1;
    else slot.hedges += 1;
  }

  /** Of the seconds `from` to `to`, both included. */
  sum(from: number, to: number): CallFigures {
    const counts = new Uint32Array(BUCKETS);
    const total = { calls: 0, errors: 0, retries: 0, hedges: 0 };
    for (let second = from; second <= to; second++) {
      const slot = this.#slots[second % this.#slots.length];
      if (slot?.second !== second) continue;
      total.calls += slot.calls;
      total.errors += slot.errors;
      total.retries += slot.retries;
      total.hedges += slot.hedges;
      for (let bucket = 0; bucket < BUCKETS; bucket++) counts[bucket]! += slot.counts[bucket]!;
    }
    const seconds = Math.max(1, to - from + 1);
    return {
      callsPerSecond: total.calls / seconds,
      errorsPerSecond: total.errors / seconds,
      errorRatio: total.calls === 0 ? 0 : total.errors / total.calls,
      retriesPerSecond: total.retries / seconds,
      hedgesPerSecond: total.hedges / seconds,
      p50Ms: percentileOf(counts, 0.5),
      p99Ms: percentileOf(counts, 0.99),
    };
  }

  /** Undefined for what is older than the slots reach back. */
  #slotOf(second: number): Second | undefined {
    if (second <= this.#lastSecond - this.#slots.length || second < 0) return undefined;
    this.#lastSecond = Math.max(this.#lastSecond, second);
    const index = second % this.#slots.length;
    const slot = this.#slots[index];
    if (slot === undefined) {
      const counts = new Uint32Array(BUCKETS);
      return (this.#slots[index] = { second, calls: 0, errors: 0, retries: 0, hedges: 0, counts });
    }
    if (slot.second !== second) {
      slot.counts.fill(0);
      Object.assign(slot, { second, calls: 0, errors: 0, retries: 0, hedges: 0 });
    }
    return slot;
  }
}
