import { xxh53 } from '../hashing/xxh64.ts';
import type { CallToPlace, EndpointPicker, PickerContext } from '../seam/endpoint-picker.ts';
import type { RingHashConfig } from './config.ts';
import { buildRing, findPoint, PointCache, type Ring } from './ring.ts';

const WHOLE_RING = 2 ** 53;

/**
 * The endpoint that follows the call's hash on the ring, or the next after it that has a connection
 * and was not tried for this call yet. The ring holds all that discovery lists (A42), so that a
 * lost connection moves the calls of one endpoint and of no other.
 */
export class RingHashPicker implements EndpointPicker {
  readonly #context: PickerContext<RingHashConfig>;
  readonly #cache = new PointCache();
  #ring: Ring | undefined;

  constructor(context: PickerContext<RingHashConfig>) {
    this.#context = context;
  }

  pick(call: CallToPlace): number {
    this.#ring ??= this.#build();
    const { candidates } = this.#context;
    const { slots } = this.#ring;
    const start = findPoint(this.#ring, this.#hashOf(call));
    let usable = -1;
    for (let i = 0; i < slots.length; i += 1) {
      const index = start + i;
      const slot = slots[index < slots.length ? index : index - slots.length]!;
      if (!candidates.has(slot)) continue;
      if (!call.isRetry || !call.isTried(slot)) return slot;
      if (usable === -1) usable = slot;
    }
    // A ring that is smaller than the list has no points for some.
    return usable === -1 ? candidates.slots[0]! : usable;
  }

  listedChanged(): void {
    this.#ring = undefined;
  }

  notesChanged(): void {
    this.#ring = undefined;
  }

  #hashOf(call: CallToPlace): number {
    const { config, random } = this.#context;
    const value =
      config.requestHashHeader === '' ? undefined : call.findHeader(config.requestHashHeader);
    return value === undefined ? Math.floor(random() * WHOLE_RING) : xxh53(value);
  }

  #build(): Ring {
    const { listed, config, findHashKey } = this.#context;
    const members = Array.from(listed.slots.subarray(0, listed.count), (slot) => ({
      slot,
      hashKey: findHashKey(slot),
      weight: listed.table.weight.values[slot]!,
    }));
    // In an order of their own, so that all clients round the shares the same way.
    members.sort((a, b) => (a.hashKey < b.hashKey ? -1 : 1));
    return buildRing(members, config.minRingSize, config.maxRingSize, this.#cache);
  }
}
