import type { ConfigSchema } from './load-config.ts';

/** One row of a program's table of variables. */
export interface VariableDescription {
  readonly variable: string;
  readonly description: string;
  /** Completes the sentence "<variable> must be …". */
  readonly rule: string;
  /** As an operator would write it, empty where nothing is used; undefined where it is required. */
  readonly default: string | undefined;
}

/** Lists a schema's variables in their order, for documentation and checks. */
export function describeConfig(schema: ConfigSchema): VariableDescription[] {
  return Object.values(schema).map(({ variable, description, rule, whenUnset, format }) => ({
    variable,
    description,
    rule,
    default: whenUnset.kind === 'use' ? format(whenUnset.value) : undefined,
  }));
}
