import type { Column, EndpointTable } from '../endpoints/endpoint-table.ts';
import type { CallVerdict } from './endpoint-picker.ts';

/** Refusals that persist: so many, over so long a time in milliseconds, and no success in between. */
const PERSISTENT_REFUSALS = 20;
const PERSISTENT_MS = 2_000;

/**
 * A server that refuses what it cannot serve (RESOURCE_EXHAUSTED) works: to leave it alone would
 * push its load onto the others until they refuse as well. One that refuses all calls for seconds
 * does not work for this client, whatever its reason, and counts as failing from then on.
 */
export class RefusalWatch {
  readonly #count: Column;
  readonly #sinceMs: Column;

  constructor(table: EndpointTable) {
    this.#count = table.column('refusals.count', 0);
    this.#sinceMs = table.column('refusals.sinceMs', 0);
  }

  /** The verdict as it stands in the light of those before it. */
  judge(slot: number, verdict: CallVerdict, nowMs: number): CallVerdict {
    const count = this.#count.values;
    if (verdict === 'success') count[slot] = 0;
    if (verdict !== 'refused') return verdict;
    if (count[slot] === 0) this.#sinceMs.values[slot] = nowMs;
    count[slot]! += 1;
    const lastedMs = nowMs - this.#sinceMs.values[slot]!;
    return count[slot]! >= PERSISTENT_REFUSALS && lastedMs >= PERSISTENT_MS ? 'failure' : verdict;
  }
}
