import type { JSX } from 'preact';
import type { Condition, Shape } from './conditions.ts';
import { conditions } from './conditions.ts';

const shapes: Record<Shape, JSX.Element> = {
  disc: <circle cx="8" cy="8" r="5" fill="currentColor" />,
  ring: <circle cx="8" cy="8" r="4.5" fill="none" stroke="currentColor" stroke-width="2" />,
  triangle: <path d="M8 2.2 14.4 13.4H1.6Z" fill="currentColor" />,
  diamond: <path d="M8 1.2 14.8 8 8 14.8 1.2 8Z" fill="currentColor" />,
  slash: (
    <g fill="none" stroke="currentColor" stroke-width="2">
      <circle cx="8" cy="8" r="5.5" />
      <path d="M4.2 11.8 11.8 4.2" />
    </g>
  ),
  down: <path d="M8 13.5 2.2 5.5H6V2h4v3.5h3.8Z" fill="currentColor" />,
  pause: <path d="M3.5 2.5h3.2v11H3.5zM9.3 2.5h3.2v11H9.3z" fill="currentColor" />,
  dots: (
    <circle
      cx="8"
      cy="8"
      r="5"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-dasharray="2.4 2.8"
    />
  ),
  cross: <path d="M3 3l10 10M13 3 3 13" stroke="currentColor" stroke-width="2.8" fill="none" />,
};

/** The shape of a condition; the word stands beside it, so it is hidden from a screen reader. */
export function Mark({ condition }: { condition: Condition }) {
  const { tone, shape } = conditions[condition];
  return (
    <svg class={`mark tone-${tone}`} viewBox="0 0 16 16" aria-hidden="true">
      {shapes[shape]}
    </svg>
  );
}

/** Shape and word. */
export function ConditionTag({ condition, why = '' }: { condition: Condition; why?: string }) {
  const { tone, word } = conditions[condition];
  return (
    <span class={`tag tone-${tone}`} title={why === '' ? undefined : why}>
      <Mark condition={condition} />
      {word}
    </span>
  );
}
