import type { Tone } from '../marks/conditions.ts';
import type { Alert, Happening } from '../../src/api.ts';
import { countOf, formatAgo, formatTime } from '../format/figures.ts';
import { alerts, connection, happenings, replicas, snapshot } from '../live/stream.ts';
import { StatusMark } from '../marks/status-mark.tsx';
import { linkTo } from './route.ts';

interface Verdict {
  readonly tone: Tone;
  readonly text: string;
}

/** One line: the worst there is, or that all is well. */
function judge(): Verdict {
  if (connection.value === 'lost') return { tone: 'bad', text: 'Console’s server is away' };
  if (snapshot.value === null) return { tone: 'idle', text: 'Opening …' };
  const [worst, ...others] = alerts.value;
  if (worst !== undefined) {
    const more = others.length === 0 ? '' : ` · ${others.length} more`;
    return { tone: worst.severity === 'critical' ? 'bad' : 'warn', text: worst.text + more };
  }
  const serving = replicas.value.filter(({ state }) => state === 'serving').length;
  return { tone: 'good', text: `All well · ${countOf(serving, 'replica')}` };
}

/** How the platform is; opened, what is wrong and what has happened. */
export function PlatformStatus() {
  const { tone, text } = judge();
  return (
    <div class="platform-status">
      <button class={`status-button tone-${tone}`} type="button" popoverTarget="status-panel">
        <StatusMark tone={tone} />
        <span class="status-text">{text}</span>
        <span class="visually-hidden"> – open what has happened</span>
      </button>
      <section id="status-panel" class="status-panel" popover="auto" aria-label="State and log">
        <h2>What is wrong now</h2>
        <AlertList alerts={alerts.value} />
        <h2>What has happened</h2>
        <HappeningList happenings={happenings.value} />
      </section>
    </div>
  );
}

export function AlertList({ alerts }: { alerts: readonly Alert[] }) {
  const nowMs = snapshot.value?.atMs ?? 0;
  if (alerts.length === 0) return <p class="muted">Nothing.</p>;
  return (
    <ul class="log">
      {alerts.map(({ id, severity, text, sinceMs, traceId }) => (
        <li key={id} class={severity === 'critical' ? 'tone-bad' : 'tone-warn'}>
          <StatusMark tone={severity === 'critical' ? 'bad' : 'warn'} />
          <span>{text}</span>
          <span class="muted">{formatAgo(nowMs - sinceMs)}</span>
          {traceId !== undefined && <a href={linkTo('traces', traceId)}>trace</a>}
        </li>
      ))}
    </ul>
  );
}

const tones = { info: 'idle', warning: 'warn', critical: 'bad' } as const;

export function HappeningList({ happenings }: { happenings: readonly Happening[] }) {
  if (happenings.length === 0) return <p class="muted">Nothing yet.</p>;
  return (
    <ol class="log">
      {happenings.map(({ id, atMs, severity, text, traceId }) => (
        <li key={id} class={`tone-${tones[severity]}`}>
          <StatusMark tone={tones[severity]} />
          <span>{text}</span>
          <time class="muted">{formatTime(atMs)}</time>
          {traceId !== undefined && <a href={linkTo('traces', traceId)}>trace</a>}
        </li>
      ))}
    </ol>
  );
}
