import { ConfigFields } from '../config/config-fields.ts';

/** `least_request_experimental`, gRFC A48. */
export interface LeastRequestConfig {
  /**
   * How many endpoints are drawn, the one with the fewest calls of this client in flight winning.
   * Default 2, at least 2; above 10 it counts as 10 (as A48 has it).
   */
  readonly choiceCount: number;
}

const MAX_CHOICES = 10;

/** @throws ConfigFieldError */
export function parseLeastRequestConfig(json: unknown): LeastRequestConfig {
  const fields = new ConfigFields('least_request_experimental', json);
  const choiceCount = fields.integer('choiceCount', { default: 2, min: 2, max: 2 ** 32 - 1 });
  fields.end();
  return { choiceCount: Math.min(choiceCount, MAX_CHOICES) };
}
