/** One variable that could not be used. */
export interface ConfigViolation {
  readonly variable: string;
  /** What the variable must be, for example `a whole number within 0 to 65535`. */
  readonly rule: string;
  /** The text found, hidden where the setting is secret; undefined when the variable is not set. */
  readonly value: string | undefined;
}

/**
 * The environment is unusable. The message has one line per wrong variable, naming variable, rule
 * and value, so that an operator can mend all of them in one go.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly violations: readonly ConfigViolation[];

  constructor(violations: readonly ConfigViolation[]) {
    super(violations.map(formatViolation).join('\n'));
    this.violations = violations;
  }
}

export function isConfigError(value: unknown): value is ConfigError {
  return value instanceof ConfigError;
}

function formatViolation({ variable, rule, value }: ConfigViolation): string {
  // JSON quoting keeps the promise of one line and makes stray spaces and newlines visible.
  return value === undefined
    ? `${variable} must be ${rule}, but is not set`
    : `${variable} must be ${rule}, got ${JSON.stringify(value)}`;
}
