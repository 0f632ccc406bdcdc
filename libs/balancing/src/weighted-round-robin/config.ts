import { ConfigFieldError, ConfigFields } from '../config/config-fields.ts';

/** `weighted_round_robin`, gRFC A58. */
export interface WeightedRoundRobinConfig {
  /** Loads are asked for on a stream instead of read from trailers. Only false is supported. */
  readonly enableOobLoadReport: boolean;
  /** How long reports of a new connection are not trusted yet, in milliseconds. Default 10 000. */
  readonly blackoutMs: number;
  /** After so long without a report a weight is forgotten, in milliseconds. Default 180 000. */
  readonly weightExpirationMs: number;
  /** How often weights take effect, in milliseconds. Default 1 000, at least 100. */
  readonly weightUpdateMs: number;
  /** How much errors count against an endpoint. Default 1, 0 or more. */
  readonly errorUtilizationPenalty: number;
  /** Weights are those that discovery gives, and reports are ignored. Default false. */
  readonly useStaticWeights: boolean;
}

const MIN_UPDATE_MS = 100;

/** @throws ConfigFieldError */
export function parseWeightedRoundRobinConfig(json: unknown): WeightedRoundRobinConfig {
  const fields = new ConfigFields('weighted_round_robin', json);
  const config = {
    enableOobLoadReport: fields.flag('enableOobLoadReport', false),
    blackoutMs: fields.durationMs('blackoutPeriod', { defaultMs: 10_000 }),
    weightExpirationMs: fields.durationMs('weightExpirationPeriod', { defaultMs: 180_000 }),
    weightUpdateMs: fields.durationMs('weightUpdatePeriod', { defaultMs: 1_000 }),
    errorUtilizationPenalty: fields.number('errorUtilizationPenalty', { default: 1, min: 0 }),
    useStaticWeights: fields.flag('useStaticWeights', false),
  };
  // Only read on the stream; taken so that a policy file for other languages is taken as well.
  fields.durationMs('oobReportingPeriod', { defaultMs: 10_000 });
  fields.end();
  if (config.enableOobLoadReport) {
    throw new ConfigFieldError(
      'weighted_round_robin.enableOobLoadReport must be false: reports are read from trailers, got true',
    );
  }
  // A58: "minimum is 100ms" and a lower value is raised to it.
  return { ...config, weightUpdateMs: Math.max(MIN_UPDATE_MS, config.weightUpdateMs) };
}
