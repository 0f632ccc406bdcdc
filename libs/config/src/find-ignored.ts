import type { ConfigViolation } from './config-error.ts';
import type { ConfigSchema, Environment } from './load-config.ts';

/** What of the environment `loadConfig` takes without a word and passes over: see `lenient`. */
export function findIgnored(environment: Environment, schema: ConfigSchema): ConfigViolation[] {
  return Object.values(schema).flatMap(({ variable, rule, redact, ignores }) => {
    const given = environment[variable];
    if (given === undefined || given === '' || !ignores(given)) return [];
    return [{ variable, rule, value: redact(given) }];
  });
}
