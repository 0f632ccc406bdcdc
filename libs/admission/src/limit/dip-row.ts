import type { Dip } from './dip.ts';
import { type DipVerdict, judgeDip, type Seen } from './judge-dip.ts';
import { roomyLimit } from './limit-step.ts';

/** Where the service is slower, the limit was too low for what it was, by at least this factor. */
const SLOWER_GROWTH = 1.5;

/** Dips that found a queue each, one deeper than the other: all are held against what was before. */
export class DipRow {
  readonly #min: number;
  #before: Seen | undefined;

  constructor(min: number) {
    this.#min = min;
  }

  judge(dip: Dip, ratio: number, during: Seen): DipVerdict {
    const verdict = this.#judge(dip, ratio, during);
    this.#before = verdict === 'queue' ? (this.#before ?? dip.before) : undefined;
    return verdict;
  }

  /** With the least of calls there is nothing to compare with: what they take is the baseline. */
  #judge(dip: Dip, ratio: number, during: Seen): DipVerdict {
    const verdict = judgeDip(ratio, dip.before, during);
    if (verdict !== 'queue') return verdict;
    if (dip.limit <= this.#min) return 'slower';
    return this.#before === undefined ? verdict : judgeDip(ratio, this.#before, during);
  }
}

/** The limit after a dip; `ratio` is that of latency to baseline before it. */
export function limitAfter(verdict: DipVerdict, dip: Dip, ratio: number): number {
  switch (verdict) {
    case 'as known':
      return dip.isSuspicion
        ? Math.max(dip.limit, roomyLimit(dip.before.inFlight, ratio))
        : dip.fromLimit;
    case 'faster':
      return dip.fromLimit;
    case 'slower':
      // The same demand keeps more calls of a slower service in flight.
      return dip.fromLimit * SLOWER_GROWTH;
    case 'queue':
      return dip.limit;
  }
}
