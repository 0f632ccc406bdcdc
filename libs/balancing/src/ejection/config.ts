import type { ConfigFields } from '../config/config-fields.ts';

/** When an endpoint is taken out of rotation, and how it returns. */
export interface EjectionConfig {
  /** So many host failures in a row eject. Default 5, 0 = never. */
  readonly consecutiveFailures: number;
  /** A share of failed calls that ejects, (0, 1]. Default 0.5; 1 = only where all fail. */
  readonly failureShare: number;
  /** The average latency, as a multiple of the median endpoint's, that ejects. Default 0 = never. */
  readonly latencyRatio: number;
  /** Calls within the window before share and latency are judged. Default 10, 1–1e6. */
  readonly minCalls: number;
  /** The time over which calls are forgotten, in milliseconds. Default 10 000. */
  readonly windowMs: number;
  /** The first ejection's length, in milliseconds; each further one doubles it. Default 5 000. */
  readonly baseMs: number;
  /** The longest ejection, in milliseconds. Default 300 000. */
  readonly maxMs: number;
  /** How long the share grows after the return, in milliseconds. Default 10 000. */
  readonly rampMs: number;
  /**
   * The share of ready endpoints that must stay in rotation, [0, 1]. Where fewer would, all are
   * used ("panic": a fault of the whole fleet is not cured by leaving most of it out). Default 0.5.
   */
  readonly panicThreshold: number;
}

/** @throws ConfigFieldError */
export function parseEjectionConfig(fields: ConfigFields): EjectionConfig {
  const hourMs = 3_600_000;
  const config = {
    consecutiveFailures: fields.integer('consecutiveFailures', { default: 5, min: 0, max: 1e6 }),
    failureShare: fields.number('failureShare', { default: 0.5, min: 0.01, max: 1 }),
    latencyRatio: fields.number('latencyRatio', { default: 0, min: 0, max: 1e6 }),
    minCalls: fields.integer('minCalls', { default: 10, min: 1, max: 1e6 }),
    windowMs: fields.durationMs('window', { defaultMs: 10_000, minMs: 100, maxMs: hourMs }),
    baseMs: fields.durationMs('baseEjectionTime', { defaultMs: 5_000, minMs: 1, maxMs: hourMs }),
    maxMs: fields.durationMs('maxEjectionTime', { defaultMs: 300_000, minMs: 1, maxMs: hourMs }),
    rampMs: fields.durationMs('ramp', { defaultMs: 10_000, maxMs: hourMs }),
    panicThreshold: fields.number('panicThreshold', { default: 0.5, min: 0, max: 1 }),
  };
  fields.end();
  return config;
}
