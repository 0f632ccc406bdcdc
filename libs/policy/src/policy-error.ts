/** One thing that is wrong in a policy file. */
export interface PolicyViolation {
  /** JSON pointer into the file, such as `/methodConfig/0/timeout`; empty for the whole. */
  readonly path: string;
  /** What must hold, in words. */
  readonly rule: string;
  /** What stands there; undefined where nothing does. */
  readonly value?: unknown;
}

/** A policy file that cannot be used. Each line of the message names file, path, rule and value. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly file: string;
  readonly violations: readonly PolicyViolation[];

  constructor(file: string, violations: readonly PolicyViolation[], cause?: unknown) {
    super(violations.map((violation) => formatViolation(file, violation)).join('\n'), { cause });
    this.file = file;
    this.violations = violations;
  }
}

export const isPolicyError = (value: unknown): value is PolicyError => value instanceof PolicyError;

function formatViolation(file: string, { path, rule, value }: PolicyViolation): string {
  const got = value === undefined ? '' : `, got ${formatValue(value)}`;
  return `${file}: ${path === '' ? 'the file' : path} ${rule}${got}`;
}

/** Long values are cut: the message is for a log line. */
function formatValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
