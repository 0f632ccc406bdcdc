import type { BalancingPolicy } from '../seam/endpoint-picker.ts';
import { type LeastRequestConfig, parseLeastRequestConfig } from './config.ts';
import { LeastRequestPicker } from './picker.ts';

export const leastRequestPolicy: BalancingPolicy<LeastRequestConfig> = {
  parseConfig: parseLeastRequestConfig,
  createPicker: (context) => new LeastRequestPicker(context),
};
