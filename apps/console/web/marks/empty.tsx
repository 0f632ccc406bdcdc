import type { ComponentChildren } from 'preact';
import type { Tone } from './conditions.ts';

interface EmptyProps {
  readonly title: string;
  readonly tone?: Tone;
  readonly children?: ComponentChildren;
}

/** In place of what is not there: what is missing, and the way on. */
export function Empty({ title, tone = 'idle', children }: EmptyProps) {
  return (
    <div class={`empty tone-${tone}`}>
      <svg viewBox="0 0 48 24" aria-hidden="true">
        <path
          d="M2 12q5.5-7 11 0t11 0 11 0 11 0"
          fill="none"
          stroke="currentColor"
          stroke-width="2"
        />
      </svg>
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}
