import type { AdmissionLimit, AdmissionSeries } from '../../src/api.ts';
import { TimeChart } from '../charts/time-chart.tsx';
import { formatCount, formatRate } from '../format/figures.ts';
import { past } from '../live/past.ts';

interface AdmissionPanelProps {
  readonly replica: string;
  readonly limits: readonly AdmissionLimit[];
}

/** How much the process takes itself, and what it refuses. */
export function AdmissionPanel({ replica, limits }: AdmissionPanelProps) {
  if (limits.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="admission-title">
      <header>
        <h2 id="admission-title">What {replica} takes itself</h2>
      </header>
      <div class="inside stack">
        {limits.map((limit) => (
          <Admission key={limit.address} limit={limit} />
        ))}
      </div>
    </section>
  );
}

function Admission({ limit }: { limit: AdmissionLimit }) {
  const history = past.value;
  const series = history.limits.find(
    ({ replica, address }) => replica === limit.replica && address === limit.address,
  );
  const refused = Object.entries(limit.refused).filter(([, calls]) => calls > 0);
  return (
    <div class="stack">
      <dl class="facts">
        <div>
          <dt>Address</dt>
          <dd>{limit.address}</dd>
        </div>
        <div>
          <dt>Limit</dt>
          <dd>{formatCount(limit.limit)} at a time</dd>
        </div>
        <div>
          <dt>Under way</dt>
          <dd>{formatCount(limit.inFlight)}</dd>
        </div>
        <div>
          <dt>Open streams</dt>
          <dd>{formatCount(limit.openStreams)}</dd>
        </div>
        <div class={limit.refusedPerSecond > 0 ? 'tone-bad' : ''}>
          <dt>Refuses</dt>
          <dd class="in-tone">{formatRate(limit.refusedPerSecond)}</dd>
        </div>
        <div>
          <dt>Refused since its start</dt>
          <dd>
            {refused.length === 0
              ? 'none'
              : refused.map(([reason, calls]) => `${formatCount(calls)} × ${reason}`).join(', ')}
          </dd>
        </div>
      </dl>
      {series !== undefined && <AdmissionCharts series={series} timesMs={history.atMs} />}
    </div>
  );
}

function AdmissionCharts({
  series,
  timesMs,
}: {
  series: AdmissionSeries;
  timesMs: readonly number[];
}) {
  return (
    <div class="chart-grid">
      <TimeChart
        title="Calls at a time"
        timesMs={timesMs}
        series={[
          { name: 'limit', hue: 2, values: series.limit },
          { name: 'under way', hue: 1, values: series.inFlight },
        ]}
        format={formatCount}
        minTop={4}
      />
      <TimeChart
        title="Refused"
        timesMs={timesMs}
        series={[{ name: 'refused', hue: 5, values: series.refusedPerSecond }]}
        format={formatRate}
        minTop={1}
      />
    </div>
  );
}
