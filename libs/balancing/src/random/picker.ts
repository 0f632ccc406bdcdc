import type { EndpointPicker, PickerContext } from '../seam/endpoint-picker.ts';
import type { RandomConfig } from './config.ts';

/** Any candidate, all alike. */
export class RandomPicker implements EndpointPicker {
  readonly #context: PickerContext<RandomConfig>;

  constructor(context: PickerContext<RandomConfig>) {
    this.#context = context;
  }

  pick(): number {
    const { candidates, random } = this.#context;
    return candidates.slots[Math.floor(random() * candidates.count)]!;
  }
}
