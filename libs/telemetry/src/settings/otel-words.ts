// What OpenTelemetry demands of variables with words: a value that is not known is warned of and
// ignored, and letters may be of either case. A program must not fail to start for `console` or `b3`.
// https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
import { createSetting, lenient, type Setting, type SettingOptions } from '@ballast/config';
import { PROPAGATORS, type Propagator } from '@ballast/tracing';

/** One of some words. */
export function otelWord<const Word extends string>(
  words: readonly Word[],
  options: SettingOptions<NoInfer<Word>>,
): Setting<Word> {
  const parse = (text: string) => words.find((word) => word === text.trim().toLowerCase());
  return lenient(createSetting<Word>(options, { rule: `one of ${words.join(', ')}`, parse }));
}

const NONE = 'none';

/** A list of propagators; those that are not known are left out of it. */
export function otelPropagators(
  options: SettingOptions<readonly Propagator[]>,
): Setting<readonly Propagator[]> {
  const isKnown = (word: string) => word === NONE || PROPAGATORS.includes(word as Propagator);
  return lenient(
    createSetting(options, {
      rule: `some of ${PROPAGATORS.join(', ')}, or ${NONE}`,
      parse: (text) => {
        const words = wordsOf(text);
        if (!words.some(isKnown)) return undefined;
        return words.includes(NONE) ? [] : PROPAGATORS.filter((name) => words.includes(name));
      },
      ignores: (text) => !wordsOf(text).every(isKnown),
      format: String,
    }),
  );
}

function wordsOf(list: string): string[] {
  const words = list.split(',').map((word) => word.trim().toLowerCase());
  return words.filter((word) => word !== '');
}
