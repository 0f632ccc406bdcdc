import type { ConfigFields } from '../config/config-fields.ts';

/** How a new endpoint's share grows: Envoy's slow start. */
export interface SlowStartConfig {
  /** How long the share grows, in milliseconds. Default 10 000, 0 to 3 600 000; 0 = no ramp. */
  readonly windowMs: number;
  /** The share at the start, (0, 1]. Default 0.1. */
  readonly minShare: number;
  /** The bend of the ramp, 0.1–10: 1 = a straight line (default), above 1 = steep at first. */
  readonly aggression: number;
}

export const defaultSlowStart: SlowStartConfig = { windowMs: 10_000, minShare: 0.1, aggression: 1 };

/** @throws ConfigFieldError */
export function parseSlowStartConfig(fields: ConfigFields): SlowStartConfig {
  const config = {
    windowMs: fields.durationMs('window', {
      defaultMs: defaultSlowStart.windowMs,
      maxMs: 3_600_000,
    }),
    minShare: fields.number('minShare', { default: defaultSlowStart.minShare, min: 0.001, max: 1 }),
    aggression: fields.number('aggression', {
      default: defaultSlowStart.aggression,
      min: 0.1,
      max: 10,
    }),
  };
  fields.end();
  return config;
}
