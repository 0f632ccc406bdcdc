// What is known of each endpoint, in columns of numbers: a pick reads a few words of memory and
// allocates nothing, and a policy finds its figures where it left them after every address update.

import { grownCapacity } from './grown-capacity.ts';

/** One number per endpoint. `values` is replaced when the table grows: read it anew each time. */
export interface Column {
  values: Float64Array;
}

interface OwnedColumn extends Column {
  readonly initial: number;
}

interface Departed {
  readonly slot: number;
  readonly sinceMs: number;
}

/**
 * How long an endpoint that left is remembered, in milliseconds: a pod that flaps between two
 * watch events, or a name server that returns a part of the answer, costs no history.
 */
const REMEMBER_DEPARTED_MS = 60_000;
const FIRST_CAPACITY = 16;

export class EndpointTable {
  /** Calls that were started and have not ended. */
  readonly inFlight: Column;
  /**
   * Calls that were placed and have not ended: `inFlight`, and those of a burst that are placed
   * within one turn of the event loop before the first of them starts.
   */
  readonly outstanding: Column;
  /** Those in flight that are marked as streams. */
  readonly streams: Column;
  /** Calls that have ended, and those of them that failed by the host's fault. */
  readonly calls: Column;
  readonly failures: Column;
  /** The weight that discovery gives, 1 unless told. */
  readonly weight: Column;
  /** When the endpoint became ready last, in monotonic milliseconds; NaN before. */
  readonly readySinceMs: Column;
  /**
   * The share of picks that an endpoint takes of those it would get, (0, 1]: below 1 while it
   * warms up (slow start) or returns from an ejection.
   */
  readonly admission: Column;

  #capacity = FIRST_CAPACITY;
  #nextSlot = 0;
  #freeSlots: number[] = [];
  #keys: (string | undefined)[] = [];
  readonly #departed = new Map<string, Departed>();
  readonly #columns = new Map<string, OwnedColumn>();
  /** The same, for the loop that each new endpoint runs. */
  readonly #columnList: OwnedColumn[] = [];
  readonly #figures = new Map<string, Float64Array>();

  constructor() {
    this.inFlight = this.column('inFlight', 0);
    this.outstanding = this.column('outstanding', 0);
    this.streams = this.column('streams', 0);
    this.calls = this.column('calls', 0);
    this.failures = this.column('failures', 0);
    this.weight = this.column('weight', 1);
    this.readySinceMs = this.column('readySinceMs', NaN);
    this.admission = this.column('admission', 1);
  }

  /** Slots are below it, until the table grows. */
  get capacity(): number {
    return this.#capacity;
  }

  /**
   * The column of this name, made where there is none. A policy whose configuration changes gets
   * the columns of its predecessor.
   */
  column(name: string, initial: number): Column {
    const existing = this.#columns.get(name);
    if (existing !== undefined) return existing;
    const column = { initial, values: new Float64Array(this.#capacity).fill(initial) };
    this.#columns.set(name, column);
    this.#columnList.push(column);
    return column;
  }

  /** Figures of all endpoints together; made and kept as a column is. */
  figures(name: string, initial: readonly number[]): Float64Array {
    const existing = this.#figures.get(name);
    if (existing !== undefined) return existing;
    const figures = Float64Array.from(initial);
    this.#figures.set(name, figures);
    return figures;
  }

  /** The endpoint's address as text; the empty text for a slot that is free. */
  keyOf(slot: number): string {
    return this.#keys[slot] ?? '';
  }

  /**
   * A slot for an endpoint that has none: the one it had, with its figures, where it left a short
   * while ago.
   */
  add(key: string): number {
    const departed = this.#departed.get(key);
    if (departed !== undefined) {
      this.#departed.delete(key);
      return departed.slot;
    }
    const slot = this.#freeSlots.pop() ?? this.#nextSlot++;
    if (slot >= this.#capacity) this.#grow();
    for (const { values, initial } of this.#columnList) values[slot] = initial;
    this.#keys[slot] = key;
    return slot;
  }

  remove(slot: number, nowMs: number): void {
    this.#departed.set(this.keyOf(slot), { slot, sinceMs: nowMs });
    this.#forgetDeparted(nowMs);
  }

  #forgetDeparted(nowMs: number): void {
    for (const [key, { slot, sinceMs }] of this.#departed) {
      if (nowMs - sinceMs < REMEMBER_DEPARTED_MS) return;
      // A slot with calls under way still belongs to them.
      if (this.inFlight.values[slot]! > 0) continue;
      this.#departed.delete(key);
      this.#keys[slot] = undefined;
      this.#freeSlots.push(slot);
    }
  }

  #grow(): void {
    this.#capacity = grownCapacity(this.#capacity);
    for (const column of this.#columnList) {
      const values = new Float64Array(this.#capacity).fill(column.initial);
      values.set(column.values);
      column.values = values;
    }
  }
}
