import type { Done, Experiment, ExperimentList, ExperimentRun } from '../../src/api.ts';
import { formatMs } from '../format/figures.ts';
import { send } from '../live/requests.ts';
import { snapshot } from '../live/stream.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { Empty } from '../marks/empty.tsx';
import { ExperimentReport } from './experiment-report.tsx';

/** Ready-made trouble, with what to expect of it; one at a time. */
export function ExperimentPanel() {
  const run = snapshot.value?.experiment ?? null;
  // What can be started depends on who runs.
  const loaded = useLoaded<ExperimentList>('/api/experiments', availability());
  const { isBusy, run: act } = useAction();
  const isRunning = run !== null && isUnderWay(run);
  const start = ({ id }: Experiment) =>
    act(async () => {
      await send<ExperimentRun>(`/api/experiments/${encodeURIComponent(id)}/start`);
    });
  return (
    <section class="panel" aria-labelledby="experiments-title">
      <header>
        <h2 id="experiments-title">Experiments</h2>
        {isRunning && (
          <button
            class="button small danger"
            type="button"
            disabled={isBusy}
            onClick={() => act(() => send<Done>('/api/experiments/stop'))}
          >
            Stop and take it back
          </button>
        )}
      </header>
      {run !== null && <ExperimentReport run={run} />}
      {loaded.state === 'loading' && (
        <div class="inside">
          <div class="skeleton" />
        </div>
      )}
      {loaded.state === 'failed' && (
        <Empty title="The experiments cannot be read" tone="bad">
          {loaded.why}
        </Empty>
      )}
      {loaded.state === 'loaded' && (
        <ul class="experiments">
          {loaded.value.experiments.map((experiment) => (
            <ExperimentItem
              key={experiment.id}
              experiment={experiment}
              isBlocked={isRunning || isBusy}
              start={() => start(experiment)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface ExperimentItemProps {
  readonly experiment: Experiment;
  readonly isBlocked: boolean;
  readonly start: () => void;
}

function ExperimentItem({ experiment, isBlocked, start }: ExperimentItemProps) {
  const { title, does, expect, durationMs, unavailable } = experiment;
  return (
    <li>
      <details name="experiment">
        <summary>
          <span>{title}</span>
          <span class="muted small">{formatMs(durationMs)}</span>
        </summary>
        <div class="experiment-words">
          <div>
            <h3>What it does</h3>
            <ul>
              {does.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </div>
          <div>
            <h3>What to expect</h3>
            <ul>
              {expect.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </div>
        </div>
        {unavailable !== undefined && <p class="small tone-warn in-tone">{unavailable}</p>}
      </details>
      <button
        class="button small"
        type="button"
        aria-label={`Run: ${title}`}
        disabled={isBlocked || unavailable !== undefined}
        onClick={start}
      >
        Run
      </button>
    </li>
  );
}

export function isUnderWay({ phase }: ExperimentRun): boolean {
  return phase === 'before' || phase === 'trouble' || phase === 'after';
}

/** Changes when what can be started may have changed. */
function availability(): string {
  const now = snapshot.value;
  const states = now?.replicas.map(({ id, state }) => `${id} ${state}`) ?? [];
  return [...states, now?.experiment?.phase, now?.platform.isReachable].join();
}
