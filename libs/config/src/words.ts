import { createSetting } from './setting.ts';
import type { Setting, SettingOptions } from './setting.ts';

export interface TextOptions extends SettingOptions<string> {
  /** The whole text must match it. Default: any text that is not empty. */
  readonly pattern?: RegExp;
}

/** A text taken as it is. */
export function text(options: TextOptions): Setting<string> {
  const { pattern } = options;
  return createSetting(options, {
    rule: pattern === undefined ? 'a text' : `a text that matches ${String(pattern)}`,
    parse: (value) => (pattern === undefined || matchesWhole(pattern, value) ? value : undefined),
  });
}

/** One of some words, spelt exactly. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
  options: SettingOptions<NoInfer<Word>>,
): Setting<Word> {
  return createSetting<Word>(options, {
    rule: `one of ${words.join(', ')}`,
    parse: (value) => words.find((word) => word === value),
  });
}

/** `on` or `off`. */
export function flag(options: SettingOptions<boolean>): Setting<boolean> {
  return createSetting(options, {
    rule: 'on or off',
    parse: (value) => ({ on: true, off: false })[value],
    format: (value) => (value ? 'on' : 'off'),
  });
}

function matchesWhole(pattern: RegExp, value: string): boolean {
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, '')).test(value);
}
