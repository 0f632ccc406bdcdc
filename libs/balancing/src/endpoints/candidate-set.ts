import type { EndpointTable } from './endpoint-table.ts';
import { grownCapacity } from './grown-capacity.ts';

const FIRST_CAPACITY = 16;

/**
 * The slots that a picker may choose from, dense and in no order, so that drawing one at random,
 * adding and removing all take constant time.
 */
export class CandidateSet {
  readonly table: EndpointTable;
  /** The first `count` entries are the candidates. Replaced when it grows: read it anew. */
  slots = new Uint32Array(FIRST_CAPACITY);
  count = 0;
  #positions = new Int32Array(FIRST_CAPACITY).fill(-1);

  constructor(table: EndpointTable) {
    this.table = table;
  }

  has(slot: number): boolean {
    return slot < this.#positions.length && this.#positions[slot]! >= 0;
  }

  /** False where it was there already. */
  add(slot: number): boolean {
    if (this.has(slot)) return false;
    if (slot >= this.#positions.length) this.#positions = grown(this.#positions, slot, -1);
    if (this.count === this.slots.length) {
      const slots = new Uint32Array(grownCapacity(this.count));
      slots.set(this.slots);
      this.slots = slots;
    }
    this.slots[this.count] = slot;
    this.#positions[slot] = this.count;
    this.count += 1;
    return true;
  }

  /** False where it was not there. */
  remove(slot: number): boolean {
    if (!this.has(slot)) return false;
    const position = this.#positions[slot]!;
    this.count -= 1;
    const last = this.slots[this.count]!;
    this.slots[position] = last;
    this.#positions[last] = position;
    this.#positions[slot] = -1;
    return true;
  }
}

function grown(positions: Int32Array, slot: number, filler: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(grownCapacity(positions.length, slot + 1)).fill(filler);
  larger.set(positions);
  return larger;
}
