import type { ExperimentRun, ExperimentStep, Figures } from '../../src/api.ts';
import { formatMs, formatRate, formatShare, formatTime } from '../format/figures.ts';
import { front, snapshot } from '../live/stream.ts';
import type { Tone } from '../marks/conditions.ts';
import { StatusMark } from '../marks/status-mark.tsx';

const phases = [
  ['before', 'Before'],
  ['trouble', 'Trouble'],
  ['after', 'After'],
] as const;

const stepMarks: Record<ExperimentStep['state'], Tone> = {
  due: 'idle',
  done: 'good',
  failed: 'bad',
};

/** The experiment that runs, or the last one: its steps, what users saw, and the verdict. */
export function ExperimentReport({ run }: { run: ExperimentRun }) {
  const nowMs = snapshot.value?.atMs ?? run.startedAtMs;
  const whole = run.endsAtMs - run.startedAtMs;
  const gone = Math.min(1, Math.max(0, (nowMs - run.startedAtMs) / whole));
  const verdict = judge(run);
  return (
    <section class="report" aria-label={`Experiment: ${run.title}`} data-phase={run.phase}>
      <header>
        <h3>{run.title}</h3>
        <span class={`tag tone-${verdict.tone}`}>
          <StatusMark tone={verdict.tone} />
          {verdict.text}
          {verdict.isRunning &&
            ` · ${formatMs(Math.max(0, Math.ceil((run.endsAtMs - nowMs) / 1000) * 1000))} left`}
        </span>
      </header>
      {verdict.isRunning && (
        <span class="meter" aria-hidden="true">
          <i style={{ width: `${gone * 100}%` }} />
        </span>
      )}
      <div class="report-columns">
        <ol class="steps">
          {run.steps.map((step) => (
            <li key={step.text} class={`tone-${stepMarks[step.state]} is-${step.state}`}>
              <StatusMark tone={stepMarks[step.state]} />
              <span>
                {step.text}
                <span class="visually-hidden"> – {step.state}</span>
                {step.error !== undefined && <b class="in-tone"> {step.error}</b>}
              </span>
              <time class="muted">{formatTime(step.atMs)}</time>
            </li>
          ))}
        </ol>
        <table class="report-figures">
          <thead>
            <tr>
              <th scope="col">Users saw</th>
              <th scope="col" class="number">
                Success
              </th>
              <th scope="col" class="number">
                p50
              </th>
              <th scope="col" class="number">
                p99
              </th>
              <th scope="col" class="number">
                Requests
              </th>
            </tr>
          </thead>
          <tbody>
            {phases.map(([phase, title]) => (
              <FigureRow
                key={phase}
                title={title}
                figures={run[phase] ?? (run.phase === phase ? (front.value ?? null) : null)}
                isNow={run.phase === phase}
              />
            ))}
          </tbody>
        </table>
      </div>
      {run.findings.length > 0 && (
        <ul class="findings">
          {run.findings.map((finding) => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface FigureRowProps {
  readonly title: string;
  readonly figures: Figures | null;
  readonly isNow: boolean;
}

function FigureRow({ title, figures, isNow }: FigureRowProps) {
  const success = figures === null || figures.p50Ms === null ? undefined : 1 - figures.errorRatio;
  const isBad = success !== undefined && success < 0.99;
  return (
    <tr class={isNow ? 'is-now' : ''}>
      <th scope="row">
        {title}
        {isNow && <span class="visually-hidden"> (now)</span>}
      </th>
      <td class={`number ${isBad ? 'tone-bad in-tone' : ''}`}>{formatShare(success)}</td>
      <td class="number">{formatMs(figures?.p50Ms ?? undefined)}</td>
      <td class="number">{formatMs(figures?.p99Ms ?? undefined)}</td>
      <td class="number">{formatRate(figures?.callsPerSecond)}</td>
    </tr>
  );
}

interface Verdict {
  readonly tone: Tone;
  readonly text: string;
  readonly isRunning: boolean;
}

function judge({ phase, verdict }: ExperimentRun): Verdict {
  switch (phase) {
    case 'before':
      return { tone: 'idle', text: 'looking at how it is before', isRunning: true };
    case 'trouble':
      return { tone: 'warn', text: 'in trouble', isRunning: true };
    case 'after':
      return { tone: 'aside', text: 'recovering', isRunning: true };
    case 'stopped':
      return { tone: 'idle', text: 'stopped', isRunning: false };
    case 'failed':
      return { tone: 'bad', text: 'could not be carried out', isRunning: false };
    case 'done':
      return verdict === 'not-as-expected'
        ? { tone: 'bad', text: 'not as expected', isRunning: false }
        : { tone: 'good', text: 'as expected', isRunning: false };
    default:
      return phase satisfies never;
  }
}
