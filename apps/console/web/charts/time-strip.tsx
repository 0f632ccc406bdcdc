import { formatMs } from '../format/figures.ts';
import type { Tone } from '../marks/conditions.ts';
import { findSpells } from './find-spells.ts';

export interface StripState {
  readonly word: string;
  readonly tone: Tone;
  /** Of the whole height, so that states differ without colour. */
  readonly height: number;
}

interface TimeStripProps {
  /** Whose: it begins what a screen reader says. */
  readonly title: string;
  readonly values: readonly (number | null)[];
  readonly stepMs: number;
  /** What each value means. */
  readonly states: readonly StripState[];
}

const HEIGHT = 12;

/** A state over the last minutes, as a strip. */
export function TimeStrip({ title, values, stepMs, states }: TimeStripProps) {
  const spells = findSpells(values);
  const inWords = spells
    .filter(({ value }) => value > 0)
    .map(({ value, from, to }) => `${states[value]?.word} for ${formatMs((to - from) * stepMs)}`);
  const label = `${title}: ${inWords.length === 0 ? (states[0]?.word ?? '') : inWords.join(', then ')}`;
  return (
    <svg
      class="time-strip"
      viewBox={`0 0 ${Math.max(1, values.length)} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {spells.map(({ value, from, to }) => {
        const height = HEIGHT * (states[value]?.height ?? 1);
        return (
          <rect
            key={from}
            class={`tone-${states[value]?.tone ?? 'idle'}`}
            x={from}
            y={HEIGHT - height}
            width={to - from}
            height={height}
          >
            <title>{`${states[value]?.word} for ${formatMs((to - from) * stepMs)}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
