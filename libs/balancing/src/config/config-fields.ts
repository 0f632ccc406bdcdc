/** A load-balancing configuration breaks a rule; the message names field, rule and value. */
export class ConfigFieldError extends Error {
  override readonly name = 'ConfigFieldError';
}

export interface NumberRule {
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
}

export interface DurationRule {
  readonly defaultMs: number;
  readonly minMs?: number;
  readonly maxMs?: number;
}

// google.protobuf.Duration in JSON: seconds with at most nine decimals, and the letter s.
const DURATION = /^(-?\d{1,12}(?:\.\d{1,9})?)s$/;

/**
 * Reads one JSON object field by field. Both spellings of proto3 JSON are taken, `choiceCount` and
 * `choice_count`; a field that nobody asked for is an error, so that a misspelt one never passes
 * for its default.
 */
export class ConfigFields {
  readonly #path: string;
  readonly #fields = new Map<string, { readonly name: string; readonly value: unknown }>();
  readonly #known: string[] = [];

  /** @throws ConfigFieldError where `json` is no object or spells one field twice */
  constructor(path: string, json: unknown) {
    this.#path = path;
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      throw new ConfigFieldError(`${path} must be an object, got ${shown(json)}`);
    }
    for (const [name, value] of Object.entries(json)) {
      const canonical = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
      if (this.#fields.has(canonical)) {
        throw new ConfigFieldError(`${path}.${canonical} must be spelt once, got it twice`);
      }
      this.#fields.set(canonical, { name, value });
    }
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  /** The value as it stands, for fields with rules of their own. */
  raw(name: string): unknown {
    this.#known.push(name);
    const value = this.#fields.get(name)?.value;
    return value === null ? undefined : value;
  }

  number(name: string, rule: NumberRule): number {
    return this.#within(name, rule, 'a number', Number.isFinite);
  }

  integer(name: string, rule: NumberRule): number {
    return this.#within(name, rule, 'an integer', Number.isInteger);
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.raw(name) ?? fallback;
    if (typeof value === 'boolean') return value;
    throw this.#broken(name, 'must be true or false', value);
  }

  text(name: string, fallback: string): string {
    const value = this.raw(name) ?? fallback;
    if (typeof value === 'string') return value;
    throw this.#broken(name, 'must be text', value);
  }

  durationMs(name: string, rule: DurationRule): number {
    const value = this.raw(name);
    if (value === undefined) return rule.defaultMs;
    const match = typeof value === 'string' ? DURATION.exec(value) : null;
    if (match === null) {
      throw this.#broken(name, 'must be a duration such as "1.5s"', value);
    }
    const durationMs = Number(match[1]) * 1000;
    const { minMs = 0, maxMs = Infinity } = rule;
    if (durationMs >= minMs && durationMs <= maxMs) return durationMs;
    throw this.#broken(name, `must be ${range(minMs / 1000, maxMs / 1000, 's')}`, value);
  }

  /** Fields within the field; undefined where it is absent. */
  object(name: string): ConfigFields | undefined {
    const value = this.raw(name);
    return value === undefined ? undefined : new ConfigFields(`${this.#path}.${name}`, value);
  }

  /** @throws ConfigFieldError for the first field that was not asked for */
  end(): void {
    for (const [canonical, { name }] of this.#fields) {
      if (this.#known.includes(canonical)) continue;
      const known = this.#known.length === 0 ? 'none' : this.#known.join(', ');
      throw new ConfigFieldError(`${this.#path}.${name} is not a field; known: ${known}`);
    }
  }

  #within(name: string, rule: NumberRule, kind: string, isKind: (value: number) => boolean) {
    const { min = -Infinity, max = Infinity } = rule;
    const value = this.raw(name) ?? rule.default;
    if (typeof value !== 'number' || !isKind(value))
      throw this.#broken(name, `must be ${kind}`, value);
    if (value >= min && value <= max) return value;
    throw this.#broken(name, `must be ${range(min, max, '')}`, value);
  }

  #broken(name: string, rule: string, value: unknown): ConfigFieldError {
    return new ConfigFieldError(`${this.#path}.${name} ${rule}, got ${shown(value)}`);
  }
}

function range(min: number, max: number, unit: string): string {
  if (max === Infinity) return `at least ${min}${unit}`;
  if (min === -Infinity) return `at most ${max}${unit}`;
  return `within [${min}${unit}, ${max}${unit}]`;
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
