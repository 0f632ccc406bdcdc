import { ConfigFields } from '../config/config-fields.ts';

/** `ballast`, the default policy. It is meant to need no configuration. */
export interface BallastConfig {
  /**
   * How many endpoints a client chooses among at a time; it slides over all of them. Default 12,
   * 2–1000. More of them spreads the calls of one moment wider and knows less of each.
   */
  readonly apertureSize: number;
  /** How many of those are compared for a call. Default 3, 2–10. */
  readonly choiceCount: number;
  /** How long an endpoint that fails is left alone at first, in milliseconds. Default 2 000. */
  readonly failureBackoffMs: number;
  /** The longest that it is left alone, in milliseconds. Default 30 000. */
  readonly maxFailureBackoffMs: number;
}

/** @throws ConfigFieldError */
export function parseBallastConfig(json: unknown): BallastConfig {
  const fields = new ConfigFields('ballast', json);
  const config = {
    apertureSize: fields.integer('apertureSize', { default: 12, min: 2, max: 1_000 }),
    choiceCount: fields.integer('choiceCount', { default: 3, min: 2, max: 10 }),
    failureBackoffMs: fields.durationMs('failureBackoff', {
      defaultMs: 2_000,
      minMs: 10,
      maxMs: 3_600_000,
    }),
    maxFailureBackoffMs: fields.durationMs('maxFailureBackoff', {
      defaultMs: 30_000,
      minMs: 10,
      maxMs: 3_600_000,
    }),
  };
  fields.end();
  return config;
}
