import { ConfigError } from './config-error.ts';
import type { ConfigViolation } from './config-error.ts';
import type { Setting } from './setting.ts';

/** The settings of a program under the names the program uses. */
export type ConfigSchema = Readonly<Record<string, Setting<unknown>>>;

/** The typed values of a schema. */
export type Config<Schema extends ConfigSchema> = {
  readonly [Name in keyof Schema]: Schema[Name] extends Setting<infer Value> ? Value : never;
};

/** Environment text as Node gives it: `process.env`, or a plain object in tests. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads every setting of the schema from the environment. A variable that is empty counts as not
 * set, as OpenTelemetry has it ("MUST interpret an empty value of an environment variable the same
 * way as when the variable is unset").
 *
 * @throws ConfigError naming every variable that is wrong or missing.
 */
export function loadConfig<Schema extends ConfigSchema>(
  environment: Environment,
  schema: Schema,
): Config<Schema> {
  const values: Record<string, unknown> = {};
  const violations: ConfigViolation[] = [];
  for (const [name, setting] of Object.entries(schema)) {
    const { variable, rule, whenUnset } = setting;
    const given = environment[variable];
    if (given === undefined || given === '') {
      if (whenUnset.kind === 'use') values[name] = whenUnset.value;
      else violations.push({ variable, rule, value: undefined });
      continue;
    }
    const value: unknown = setting.parse(given);
    if (value === undefined) violations.push({ variable, rule, value: setting.redact(given) });
    else values[name] = value;
  }
  if (violations.length > 0) throw new ConfigError(violations);
  return values as Config<Schema>;
}
