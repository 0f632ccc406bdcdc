/** What every kind of setting can be told. */
export interface SettingOptions<T> {
  /** Name of the environment variable. */
  readonly variable: string;
  /** Value when the variable is not set. Without one the variable is required. */
  readonly default?: T;
  /** One sentence for `describeConfig`. Default: none. */
  readonly description?: string;
  /** Keeps the value out of error messages and of `describeConfig`. Default: false. */
  readonly secret?: boolean;
}

/** One environment variable: how it is named, what it must be, and how its text becomes a value. */
export interface Setting<T> {
  readonly variable: string;
  /** Completes the sentence "<variable> must be …". */
  readonly rule: string;
  readonly description: string;
  /** What an absent variable means. */
  readonly whenUnset: { readonly kind: 'required' } | { readonly kind: 'use'; readonly value: T };
  /** Returns undefined where the text breaks the rule. */
  parse(text: string): T | undefined;
  /** Writes a value as an operator would write it. */
  format(value: T): string;
  /** Makes a wrong text fit to be shown. */
  redact(text: string): string;
  /** Whether some of a text that `parse` takes is passed over. */
  ignores(text: string): boolean;
}

/** What tells one kind of setting from another. */
export type SettingKind<T> = Pick<Setting<T>, 'rule' | 'parse'> &
  Partial<Pick<Setting<T>, 'format' | 'redact' | 'ignores'>>;

/**
 * Makes a setting of a kind of your own.
 *
 * @throws RangeError when the default breaks the setting's own rule.
 */
export function createSetting<T>(options: SettingOptions<T>, kind: SettingKind<T>): Setting<T> {
  const format = (value: T): string => kind.format?.(value) ?? String(value);
  const value = options.default;
  if (value !== undefined && kind.parse(format(value)) === undefined) {
    throw new RangeError(
      `the default of ${options.variable} must be ${kind.rule}, got ${format(value)}`,
    );
  }
  return {
    variable: options.variable,
    rule: kind.rule,
    description: options.description ?? '',
    whenUnset: value === undefined ? { kind: 'required' } : { kind: 'use', value },
    parse: (text) => kind.parse(text),
    format: options.secret === true ? () => '(hidden)' : format,
    redact: options.secret === true ? () => '(hidden)' : (text) => kind.redact?.(text) ?? text,
    ignores: (text) => kind.ignores?.(text) ?? false,
  };
}

/** The same setting, undefined when the variable is not set. */
export function optional<T>(setting: Setting<T>): Setting<T | undefined> {
  return {
    ...setting,
    whenUnset: { kind: 'use', value: undefined },
    format: (value) => (value === undefined ? '' : setting.format(value)),
  };
}

/**
 * The same setting, but a text that breaks its rule is passed over as if the variable were not set.
 * `findIgnored` lists those, so that somebody can be warned.
 *
 * @throws RangeError for a setting that is required.
 */
export function lenient<T>(setting: Setting<T>): Setting<T> {
  const { variable, whenUnset } = setting;
  if (whenUnset.kind === 'required') throw new RangeError(`${variable} must have a default`);
  return {
    ...setting,
    parse: (text) => setting.parse(text) ?? whenUnset.value,
    ignores: (text) => setting.parse(text) === undefined || setting.ignores(text),
  };
}
