import type { EndpointPicker, PickerContext } from '../seam/endpoint-picker.ts';
import type { VirtualAddressConfig } from './config.ts';

/** The first that is connected, and that one for as long as it stays: as pick_first has it. */
export class FirstPicker implements EndpointPicker {
  readonly #context: PickerContext<VirtualAddressConfig>;
  #chosen: number | undefined;

  constructor(context: PickerContext<VirtualAddressConfig>) {
    this.#context = context;
  }

  pick(): number {
    return (this.#chosen ??= this.#context.candidates.slots[0]!);
  }

  candidateRemoved(slot: number): void {
    if (this.#chosen === slot) this.#chosen = undefined;
  }
}
