import type { BalancingPolicy } from '../seam/endpoint-picker.ts';
import { defaultSlowStart } from '../slow-start/config.ts';
import { defaultZonePreference } from '../zone-preference/config.ts';
import { type BallastConfig, parseBallastConfig } from './config.ts';
import { BallastPicker } from './picker.ts';

export const ballastPolicy: BalancingPolicy<BallastConfig> = {
  parseConfig: parseBallastConfig,
  // Without a zone of the caller's own all endpoints are local.
  features: { slowStart: defaultSlowStart, zonePreference: defaultZonePreference },
  createPicker: (context) => new BallastPicker(context),
};
