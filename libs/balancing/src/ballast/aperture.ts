import { grownCapacity } from '../endpoints/grown-capacity.ts';

const FIRST_CAPACITY = 16;
/** So many picks after the last step the window takes its next one. */
const PICKS_PER_STEP = 64;

/**
 * A window over the endpoints in an order of this client's own, which slides by one endpoint at a
 * time. A client that chooses among a dozen hears of each of them several times as often as one
 * that chooses among hundreds, so what it knows is fresh; and as the window slides, all endpoints
 * have their turn and no subset is stuck with. Adding and removing take constant time.
 */
export class Aperture {
  readonly #size: number;
  readonly #random: () => number;
  #ring = new Uint32Array(FIRST_CAPACITY);
  #positions = new Int32Array(FIRST_CAPACITY).fill(-1);
  #count = 0;
  #offset = 0;
  #picksUntilStep = PICKS_PER_STEP;

  constructor(size: number, random: () => number) {
    this.#size = size;
    this.#random = random;
  }

  /** Endpoints that the window shows. */
  get width(): number {
    return this.#count < this.#size ? this.#count : this.#size;
  }

  get count(): number {
    return this.#count;
  }

  /** The endpoint at this place, 0 to `count` - 1; the window shows the first `width`. */
  at(place: number): number {
    const index = this.#offset + place;
    return this.#ring[index < this.#count ? index : index - this.#count]!;
  }

  /** To be called once for each pick. */
  advance(): void {
    this.#picksUntilStep -= 1;
    if (this.#picksUntilStep > 0) return;
    this.#picksUntilStep = PICKS_PER_STEP;
    if (this.#count > this.#size) this.#offset = (this.#offset + 1) % this.#count;
  }

  has(slot: number): boolean {
    return (this.#positions[slot] ?? -1) >= 0;
  }

  /** The endpoint gets a place at random, so that no two clients have the same order. */
  add(slot: number): void {
    this.#reserve(slot);
    this.#set(this.#count, slot);
    this.#count += 1;
    this.#swap(this.#count - 1, Math.floor(this.#random() * this.#count));
  }

  remove(slot: number): void {
    const index = this.#positions[slot] ?? -1;
    if (index < 0) return;
    this.#swap(index, this.#count - 1);
    this.#positions[slot] = -1;
    this.#count -= 1;
    if (this.#offset >= this.#count) this.#offset = 0;
  }

  #reserve(slot: number): void {
    if (this.#count === this.#ring.length) {
      const ring = new Uint32Array(grownCapacity(this.#count));
      ring.set(this.#ring);
      this.#ring = ring;
    }
    if (slot < this.#positions.length) return;
    const positions = new Int32Array(grownCapacity(this.#positions.length, slot + 1)).fill(-1);
    positions.set(this.#positions);
    this.#positions = positions;
  }

  #swap(one: number, other: number): void {
    const slot = this.#ring[one]!;
    this.#set(one, this.#ring[other]!);
    this.#set(other, slot);
  }

  #set(index: number, slot: number): void {
    this.#ring[index] = slot;
    this.#positions[slot] = index;
  }
}
