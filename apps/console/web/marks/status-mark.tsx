import type { JSX } from 'preact';
import type { Tone } from './conditions.ts';

const shapes: Record<Tone, JSX.Element> = {
  good: <path d="M3 8.5 6.5 12 13 4.5" />,
  warn: <path d="M8 2.5 14.2 13.5H1.8ZM8 6.5v3M8 11.4v.2" />,
  bad: (
    <path d="M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2L1.8 10.8V5.2ZM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />
  ),
  aside: <path d="M4 4h8v8H4Z" />,
  idle: <path d="M8 8m-2 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0" />,
};

/** The shape of a tone; words stand beside it. */
export function StatusMark({ tone }: { tone: Tone }) {
  return (
    <svg class={`status-mark tone-${tone}`} viewBox="0 0 16 16" aria-hidden="true">
      {shapes[tone]}
    </svg>
  );
}
