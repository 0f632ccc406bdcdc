import type { LoadState } from '../../src/api.ts';
import { countOf, formatMs, formatRate, formatShare } from '../format/figures.ts';
import { snapshot } from '../live/stream.ts';
import { useLoad } from './use-load.ts';

/** Steps of the slider: fine below, coarse above. */
const steps = [0, 1, 2, 5, 10, 20, 35, 50, 75, 100, 150, 200, 300, 400, 500, 700, 1000];

const whyStopped: Record<NonNullable<LoadState['stopped']>, string> = {
  'never-started': 'No load: what you see is your own clicks.',
  asked: 'Stopped.',
  'time-over': 'Its time was over; it stops by itself.',
  'nobody-looks': 'It stopped while nobody was looking.',
};

/** Customers by the second: browsing and ordering through the gateway. */
export function LoadControl() {
  const load = snapshot.value?.load;
  const [perSecond, setLoad] = useLoad(load?.perSecond ?? 0);
  if (load === undefined) return null;
  const choices = steps.filter((step) => step <= load.maxPerSecond);
  const inWords = perSecond === 0 ? 'off' : `${countOf(perSecond, 'request')} a second`;
  return (
    <div class="load">
      <label class="label" for="load-slider">
        Load
      </label>
      <output for="load-slider">{inWords}</output>
      <input
        id="load-slider"
        type="range"
        min={0}
        max={choices.length - 1}
        value={nearest(choices, perSecond)}
        aria-valuetext={inWords}
        onInput={(event) => setLoad(choices[event.currentTarget.valueAsNumber] ?? 0)}
      />
      <button
        class="button small"
        type="button"
        disabled={perSecond === 0}
        onClick={() => setLoad(0)}
      >
        Stop
      </button>
      <LoadLine load={load} />
    </div>
  );
}

function LoadLine({ load }: { load: LoadState }) {
  if (!load.isRunning) {
    return <p class="muted small">{load.stopped === null ? '' : whyStopped[load.stopped]}</p>;
  }
  const { sentPerSecond, failedPerSecond, p50Ms, p99Ms, skipped } = load;
  const failed = sentPerSecond > 0 ? failedPerSecond / sentPerSecond : 0;
  return (
    <p class="small">
      {formatRate(sentPerSecond)} sent,{' '}
      <span class={failed > 0 ? 'tone-bad in-tone' : 'muted'}>{formatShare(failed)} failed</span>,
      p50 {formatMs(p50Ms ?? undefined)}, p99 {formatMs(p99Ms ?? undefined)}
      {skipped > 0 && <span class="muted">, {skipped} not sent: too many under way</span>}
    </p>
  );
}

/** The index of the step that is nearest. */
function nearest(choices: readonly number[], value: number): number {
  let best = 0;
  choices.forEach((choice, index) => {
    if (Math.abs(choice - value) < Math.abs((choices[best] ?? 0) - value)) best = index;
  });
  return best;
}
