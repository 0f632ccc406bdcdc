import type { EndpointPicker, PickerContext } from '../seam/endpoint-picker.ts';
import type { LeastRequestConfig } from './config.ts';

/**
 * gRFC A48: draws `choiceCount` endpoints with replacement and takes the least loaded. Weights of
 * discovery count (Envoy's formula with bias 1: calls in flight and this one, over the weight).
 */
export class LeastRequestPicker implements EndpointPicker {
  readonly #context: PickerContext<LeastRequestConfig>;

  constructor(context: PickerContext<LeastRequestConfig>) {
    this.#context = context;
  }

  pick(): number {
    const { candidates, config, random } = this.#context;
    const outstanding = candidates.table.outstanding.values;
    const weight = candidates.table.weight.values;
    const { slots, count } = candidates;
    let best = slots[Math.floor(random() * count)]!;
    let bestLoad = (outstanding[best]! + 1) / weight[best]!;
    for (let i = 1; i < config.choiceCount; i += 1) {
      const other = slots[Math.floor(random() * count)]!;
      const load = (outstanding[other]! + 1) / weight[other]!;
      if (load < bestLoad) {
        best = other;
        bestLoad = load;
      }
    }
    return best;
  }
}
