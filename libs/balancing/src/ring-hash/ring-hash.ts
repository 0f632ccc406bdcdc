import type { BalancingPolicy } from '../seam/endpoint-picker.ts';
import { parseRingHashConfig, type RingHashConfig } from './config.ts';
import { RingHashPicker } from './picker.ts';

export const ringHashPolicy: BalancingPolicy<RingHashConfig> = {
  parseConfig: parseRingHashConfig,
  createPicker: (context) => new RingHashPicker(context),
};
