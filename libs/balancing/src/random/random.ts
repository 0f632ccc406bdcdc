import type { BalancingPolicy } from '../seam/endpoint-picker.ts';
import { parseRandomConfig, type RandomConfig } from './config.ts';
import { RandomPicker } from './picker.ts';

export const randomPolicy: BalancingPolicy<RandomConfig> = {
  parseConfig: parseRandomConfig,
  createPicker: (context) => new RandomPicker(context),
};
