import { createSetting } from './setting.ts';
import type { Setting, SettingOptions } from './setting.ts';

export interface IntegerOptions extends SettingOptions<number> {
  /** Smallest allowed value. Default: -(2^53 - 1). */
  readonly min?: number;
  /** Largest allowed value. Default: 2^53 - 1. */
  readonly max?: number;
}

/** A whole number in decimal digits. */
export function integer(options: IntegerOptions): Setting<number> {
  const min = options.min ?? Number.MIN_SAFE_INTEGER;
  const max = options.max ?? Number.MAX_SAFE_INTEGER;
  return createSetting(options, {
    rule: `a whole number within ${min} to ${max}`,
    parse: (text) => {
      // Number() alone would also take '', ' 7 ', '1e3' and '0x10'.
      const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
      return Number.isSafeInteger(value) && value >= min && value <= max ? value : undefined;
    },
  });
}

/** A TCP port; 0 lets the operating system choose a free one. */
export function port(options: SettingOptions<number>): Setting<number> {
  return integer({ ...options, min: 0, max: 65535 });
}

export interface DurationOptions extends SettingOptions<number> {
  /** Shortest allowed duration in milliseconds. Default: 0. */
  readonly minMs?: number;
  /** Longest allowed duration in milliseconds. Default: 2^31 - 1, the longest timer of Node. */
  readonly maxMs?: number;
}

const MS_PER_UNIT = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/**
 * A duration with its unit, such as `250ms`, `1.5s`, `2m` or `1h`; the value is in milliseconds.
 * A bare number is refused, because nobody can see its unit.
 */
export function durationMs(options: DurationOptions): Setting<number> {
  const minMs = options.minMs ?? 0;
  const maxMs = options.maxMs ?? 2 ** 31 - 1;
  return createSetting(options, {
    rule: `a duration such as 250ms, 5s, 2m or 1h, within ${minMs}ms to ${maxMs}ms`,
    parse: (text) => {
      const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
      if (match === null) return undefined;
      const value = Number(match[1]) * MS_PER_UNIT[match[2] as keyof typeof MS_PER_UNIT];
      return value >= minMs && value <= maxMs ? value : undefined;
    },
    format: (value) => `${value}ms`,
  });
}
