import type { BalancingPolicy } from '../seam/endpoint-picker.ts';
import { parseWeightedRoundRobinConfig, type WeightedRoundRobinConfig } from './config.ts';
import { WeightedRoundRobinPicker } from './picker.ts';

export const weightedRoundRobinPolicy: BalancingPolicy<WeightedRoundRobinConfig> = {
  parseConfig: parseWeightedRoundRobinConfig,
  createPicker: (context) => new WeightedRoundRobinPicker(context),
};
