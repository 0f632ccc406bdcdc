import { TimeChart } from '../charts/time-chart.tsx';
import { countOf, formatMs, formatShare } from '../format/figures.ts';
import { frontOf, past, successColumn, sumColumns } from '../live/past.ts';
import { snapshot } from '../live/stream.ts';
import { LoadControl } from './load-control.tsx';

/** What users notice: success, latency, and how much is tried again to keep both. */
export function EffectPanel() {
  const history = past.value;
  const front = frontOf(history);
  const run = snapshot.value?.experiment;
  const marksMs = (run?.steps ?? [])
    .filter(({ state }) => state === 'done')
    .map(({ atMs, text }, index, done) => ({ atMs, text: index === done.length - 1 ? text : '' }));
  const repeats = sumColumns(
    history.budgets.map(({ retries }) => retries),
    history.atMs.length,
  );
  const common = { timesMs: history.atMs, marksMs, height: 118 };
  return (
    <section class="panel effect" aria-labelledby="effect-title">
      <header>
        <h2 id="effect-title">What users notice</h2>
      </header>
      <div class="inside stack">
        <LoadControl />
        <TimeChart
          {...common}
          title="Success"
          series={[{ name: 'of requests', hue: 4, values: successColumn(front) }]}
          format={formatShare}
          max={1}
          floor={(low) => (low >= 0.9 ? 0.9 : low >= 0.5 ? 0.5 : 0)}
        />
        <TimeChart
          {...common}
          title="Latency"
          series={[
            { name: 'p99', hue: 2, values: front?.p99Ms ?? [] },
            { name: 'p50', hue: 1, values: front?.p50Ms ?? [] },
          ]}
          format={formatMs}
          minTop={20}
        />
        <TimeChart
          {...common}
          title="Tried again"
          series={[{ name: 'retries and hedges in the budgets’ windows', hue: 3, values: repeats }]}
          format={(value) => countOf(Math.round(value), '', '').trim()}
          minTop={4}
        />
      </div>
    </section>
  );
}
