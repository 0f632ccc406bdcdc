import { StatusMark } from '../marks/status-mark.tsx';
import { announcements, dismiss } from './announcements.ts';
import { linkTo } from './route.ts';

const tones = { info: 'idle', warning: 'warn', critical: 'bad' } as const;

/** A polite live region: a screen reader says it when the person is done with what they do. */
export function Announcer() {
  return (
    <div class="announcer" role="status" aria-live="polite" aria-label="What happens">
      {announcements.value.map(({ key, text, severity, traceId }) => (
        <div key={key} class={`announcement tone-${tones[severity]}`}>
          <StatusMark tone={tones[severity]} />
          <p>{text}</p>
          {traceId !== undefined && <a href={linkTo('traces', traceId)}>trace</a>}
          <button
            type="button"
            class="dismiss"
            aria-label={`Dismiss: ${text}`}
            onClick={() => dismiss(key)}
          >
            <span aria-hidden="true">×</span>
          </button>
        </div>
      ))}
    </div>
  );
}
