import type { Column, EndpointTable } from '../endpoints/endpoint-table.ts';

/** Calls that were answered without the work are remembered for so many average latencies. */
const OWED_LATENCIES = 8;

/**
 * Calls that would be in flight if they had not been answered without the work. An endpoint that
 * answers NOT_FOUND in no time has nothing outstanding, and would get the calls of those that work.
 * By Little's law what is missing is the time that it saved times its rate.
 */
export class OwedCalls {
  readonly #owed: Column;
  readonly #owedMs: Column;

  constructor(table: EndpointTable) {
    this.#owed = table.column('ballast.owed', 0);
    this.#owedMs = table.column('ballast.owedMs', 0);
  }

  /** A call was answered without the work after `latencyMs`; the others take `usualMs`. */
  owe(slot: number, latencyMs: number, usualMs: number, nowMs: number): void {
    const savedMs = usualMs - latencyMs;
    if (savedMs <= 0) return;
    const memoryMs = OWED_LATENCIES * usualMs;
    this.#owed.values[slot] = this.calls(slot, usualMs, nowMs) + savedMs / memoryMs;
    this.#owedMs.values[slot] = nowMs;
  }

  calls(slot: number, usualMs: number, nowMs: number): number {
    const owed = this.#owed.values[slot]!;
    if (owed === 0) return 0;
    const ageMs = nowMs - this.#owedMs.values[slot]!;
    return owed * Math.exp(-ageMs / (OWED_LATENCIES * usualMs));
  }
}
