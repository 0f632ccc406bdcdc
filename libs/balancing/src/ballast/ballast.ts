import type { BalancingPolicy } from '../seam/endpoint-picker.ts';
import { defaultSlowStart } from '../slow-start/config.ts';
import { type BallastConfig, parseBallastConfig } from './config.ts';
import { BallastPicker } from './picker.ts';

export const ballastPolicy: BalancingPolicy<BallastConfig> = {
  parseConfig: parseBallastConfig,
  features: { slowStart: defaultSlowStart },
  createPicker: (context) => new BallastPicker(context),
};
